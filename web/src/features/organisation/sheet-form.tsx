import { Alert, Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';

interface Props {
  /** Why it was not done, besides what is told at a field. */
  readonly failure: string | undefined;
  readonly busy: boolean;
  /** What the button says; that it saves unless said. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** Beside the two ways out: what takes away. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** Fields in a sheet with the two ways out of it. */
export function SheetForm({ failure, busy, label, disabled = false, onSubmit, onClose, aside, children }: Props) {
  const { t } = useTranslation('ui');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap={12}>
        {failure && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        {children}
        <Group justify={aside ? 'space-between' : 'flex-end'} gap={8}>
          {aside}
          <Group gap={8} ml="auto">
            <Button variant="subtle" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={disabled}>
              {label ?? t('save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
