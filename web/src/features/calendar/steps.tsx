import { ActionIcon, Button, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { dayOf, stepped, type View } from './calendar-search.ts';

interface Props {
  readonly view: View;
  readonly date: string;
  readonly onDate: (day: string) => void;
}

/** Before, today, after. */
export function Steps({ view, date, onDate }: Props) {
  const { t } = useTranslation('calendar');
  const today = dayOf(new Date());
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t('before')}
        onClick={() => onDate(stepped(view, date, -1))}
      >
        <IconChevronLeft size={18} stroke={1.6} />
      </ActionIcon>
      <Button variant="default" size="compact-md" disabled={date === today} onClick={() => onDate(today)}>
        {t('today')}
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t('after')}
        onClick={() => onDate(stepped(view, date, 1))}
      >
        <IconChevronRight size={18} stroke={1.6} />
      </ActionIcon>
    </Group>
  );
}
