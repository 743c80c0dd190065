import { Button, Popover, TextInput } from '@mantine/core';
import { IconCheck, IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { dayOf } from './calendar-search.ts';
import type { CalendarItem } from './calendar-items.ts';
import styles from './calendar.module.css';
import { useMove } from './use-move.ts';

/** Something in the calendar that was pressed, and where it stands on the screen. */
export interface Pressed {
  readonly item: CalendarItem;
  readonly at: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

interface Props {
  readonly pressed: Pressed;
  readonly onClose: () => void;
}

/** What it is, with whom, and what can be done with it in place: mark it done, move it, open it or the client. */
export function ItemCard({ pressed: { item, at }, onClose }: Props) {
  const { t } = useTranslation('calendar');
  const { when, day } = useFormat();
  const { data: streams } = useQuery(streamsQuery);
  const { finish } = useMove();
  const stream = streams?.items.find(({ key }) => key === item.document.stream);
  const finishable = item.kind === 'document' && item.movable && stream?.calendar?.done !== undefined;
  return (
    <Popover
      opened
      onChange={(opened) => !opened && onClose()}
      position="right-start"
      width={344}
      shadow="md"
      trapFocus
      returnFocus
      middlewares={{ flip: true, shift: true }}
    >
      <Popover.Target>
        <div className={styles.anchor} style={at} aria-hidden />
      </Popover.Target>
      <Popover.Dropdown className={styles.card} aria-label={item.title}>
        <p className={styles.cardWhen}>
          {item.kind === 'assignment' && `${t('due')} `}
          {item.allDay ? day(`${item.start}T00:00:00`) : when(item.start, { time: true })}
        </p>
        <h2 data-done={item.done || undefined}>{item.title}</h2>
        <p className={styles.quiet}>
          {[item.person?.name, item.document.number, item.done && t('isDone')].filter(Boolean).join(' · ')}
        </p>
        {item.about && (
          <p>
            <Link to="/documents/$id" params={{ id: item.about.id }}>
              {item.about.title}
            </Link>
          </p>
        )}
        <div className={styles.cardActions}>
          {finishable && (
            <Button
              leftSection={<IconCheck size={16} />}
              onClick={() => {
                if (stream) finish.mutate({ item, stream: stream });
                onClose();
              }}
            >
              {t('markDone')}
            </Button>
          )}
          {item.kind === 'assignment' ? (
            <LinkButton to="/desk" search={{ assignment: item.id }} variant="default">
              {t('toDesk')}
            </LinkButton>
          ) : (
            <LinkButton
              to="/documents/$id"
              params={{ id: item.document.id }}
              variant="default"
              leftSection={<IconExternalLink size={16} />}
            >
              {t('open')}
            </LinkButton>
          )}
        </div>
        {item.movable && <MoveTo item={item} onDone={onClose} />}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Moving for those who do not drag. */
function MoveTo({ item, onDone }: { readonly item: CalendarItem; readonly onDone: () => void }) {
  const { t } = useTranslation('calendar');
  const { move } = useMove();
  const [to, setTo] = useState(() => (item.allDay ? item.start : localMoment(new Date(item.start))));
  return (
    <form
      className={styles.moveTo}
      onSubmit={(event) => {
        event.preventDefault();
        if (to === '') return;
        move.mutate({ item, to: item.allDay ? to : new Date(to).toISOString() });
        onDone();
      }}
    >
      <TextInput
        label={t('moveTo')}
        type={item.allDay ? 'date' : 'datetime-local'}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {t('move')}
      </Button>
    </form>
  );
}

/** As an input of a moment wants it: local, without a zone. */
function localMoment(at: Date): string {
  return `${dayOf(at)}T${at.toTimeString().slice(0, 5)}`;
}
