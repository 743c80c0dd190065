import { Drawer, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePhone } from './use-phone.ts';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** A press beside it closes it; not where something is typed. */
  readonly light?: boolean;
}

/** Something to fill in or to choose from, in front of the screen: a dialog, and on a phone a sheet at the thumb. */
export function Sheet({ title, onClose, children, light = false }: Props) {
  const phone = usePhone();
  if (phone)
    return (
      <Drawer
        opened
        onClose={onClose}
        position="bottom"
        size="auto"
        radius="lg"
        title={title}
        closeOnClickOutside={light}
        closeButtonProps={{ size: 44 }}
        styles={{ content: { flex: '1 1 100%', alignSelf: 'flex-end', height: 'auto', maxHeight: '92dvh' } }}
      >
        {children}
      </Drawer>
    );
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeOnClickOutside={light}>
      {children}
    </Modal>
  );
}
