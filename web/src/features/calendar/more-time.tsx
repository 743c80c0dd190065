import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { CalendarItem } from './calendar-items.ts';

interface Props {
  readonly item: CalendarItem;
  /** ISO 8601. */
  readonly to: string;
  readonly onCancel: () => void;
  readonly onAsk: (reason: string) => void;
}

/** An assignment is moved by asking for more time, which needs a reason. */
export function MoreTime({ item, to, onCancel, onAsk }: Props) {
  const { t } = useTranslation(['calendar', 'ui']);
  const { when } = useFormat();
  const [reason, setReason] = useState('');
  return (
    <Modal opened onClose={onCancel} title={t('calendar:moreTime', { title: item.title })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') onAsk(reason.trim());
        }}
      >
        <Textarea
          label={t('calendar:why', { when: when(to, { time: true }) })}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
          autosize
          minRows={2}
          maxLength={2000}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="subtle" onClick={onCancel}>
            {t('ui:cancel')}
          </Button>
          <Button type="submit" disabled={reason.trim() === ''}>
            {t('calendar:ask')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
