import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

interface Toast {
  readonly text: string;
  /** Offered for some seconds. */
  readonly undo?: { readonly label: string; readonly run: () => void };
}

const closing = () => ({ 'aria-label': i18next.t('close', { ns: 'ui' }) });

/** Says in the corner what was done, with a way back where there is one. */
export function sayDone({ text, undo }: Toast): void {
  const id = notifications.show({
    message: undo ? (
      <Group justify="space-between" wrap="nowrap">
        <span>{text}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            notifications.hide(id);
            undo.run();
          }}
        >
          {undo.label}
        </Button>
      </Group>
    ) : (
      text
    ),
    autoClose: undo ? 10_000 : 4000,
    closeButtonProps: closing(),
  });
}

/** Says in the corner what failed; stays until it is closed. */
export function sayFailed(title: string, text: string): void {
  notifications.show({
    ...{ title, message: text, color: 'red', autoClose: false, role: 'alert' },
    closeButtonProps: closing(),
  });
}
