import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';

interface Props {
  /** What is taken away: "Remove the unit". */
  readonly label: string;
  readonly busy: boolean;
  readonly onRemove: () => void;
}

/** Takes something away after a second press in the same place. */
export function RemoveButton({ label, busy, onRemove }: Props) {
  const { t } = useTranslation('ui');
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <Button variant="subtle" color="red" onClick={() => setAsked(true)}>
        {label}
      </Button>
    );
  return (
    <Group gap={8} role="group" aria-label={label}>
      <Button color="red" variant="light" autoFocus loading={busy} onClick={onRemove}>
        {label}
      </Button>
      <Button variant="subtle" color="gray" onClick={() => setAsked(false)}>
        {t('cancel')}
      </Button>
    </Group>
  );
}
