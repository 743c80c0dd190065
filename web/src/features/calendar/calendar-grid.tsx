import type { EventDropArg, EventInput } from '@fullcalendar/core';
import dayGrid from '@fullcalendar/daygrid';
import interaction from '@fullcalendar/interaction';
import FullCalendar from '@fullcalendar/react';
import timeGrid from '@fullcalendar/timegrid';
import { useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMe } from '../../session/me.ts';
import { dayOf, type View } from './calendar-search.ts';
import type { CalendarItem } from './calendar-items.ts';
import styles from './calendar.module.css';
import type { Pressed } from './item-card.tsx';

interface Props {
  readonly view: Exclude<View, 'agenda'>;
  readonly date: string;
  readonly items: readonly CalendarItem[];
  readonly hues: ReadonlyMap<string, number>;
  readonly onPress: (pressed: Pressed) => void;
  /** A moment, or a day where no time was said. */
  readonly onNew: (at: Date, allDay: boolean) => void;
  /** `revert` puts it back where it was. */
  readonly onMove: (item: CalendarItem, to: string, revert: () => void) => void;
}

const plugins = [dayGrid, timeGrid, interaction];
const clock = { hour: '2-digit', minute: '2-digit', hour12: false } as const;
const names = { month: 'dayGridMonth', week: 'timeGridWeek', day: 'timeGridDay' } as const;

/** The month, the week or the day as a grid; what may be moved is dragged. */
export function CalendarGrid({ view, date, items, hues, onPress, onNew, onMove }: Props) {
  const { t } = useTranslation('calendar');
  const { language } = useFormat();
  const me = useMe();
  const calendar = useRef<FullCalendar>(null);
  useEffect(() => calendar.current?.getApi().changeView(names[view], date), [view, date]);
  const drop = ({ event, oldEvent, revert }: EventDropArg) => {
    const item = itemOf(event);
    // A moment does not become a day by being dropped on one.
    if (event.start === null || event.allDay !== oldEvent.allDay) return revert();
    onMove(item, item.allDay ? dayOf(event.start) : event.start.toISOString(), revert);
  };
  return (
    <div className={styles.grid}>
      <FullCalendar
        ref={calendar}
        plugins={plugins}
        initialView={names[view]}
        initialDate={date}
        locale={language}
        firstDay={1}
        headerToolbar={false}
        height="100%"
        nowIndicator
        scrollTime="08:00:00"
        slotEventOverlap={false}
        allDayText={t('allDay')}
        dayMaxEvents
        moreLinkText={(shown) => t('more', { shown })}
        slotLabelFormat={clock}
        eventTimeFormat={clock}
        // Its name would be the date alone, without what stands in it.
        dayCellDidMount={({ el }) => el.removeAttribute('aria-labelledby')}
        eventInteractive
        // They take the focus and the Enter key; this says so.
        eventDidMount={({ el }) => el.setAttribute('role', 'button')}
        eventDurationEditable={false}
        dragRevertDuration={150}
        events={items.map((item) => eventOf(item, hues, me.id))}
        eventClick={({ event, el }) => {
          const { left, top, width, height } = el.getBoundingClientRect();
          onPress({ item: itemOf(event), at: { left, top, width, height } });
        }}
        dateClick={({ date: at, allDay }) => onNew(at, allDay)}
        eventDrop={drop}
      />
    </div>
  );
}

function itemOf({ extendedProps }: { readonly extendedProps: Readonly<Record<string, unknown>> }): CalendarItem {
  return extendedProps['item'] as CalendarItem;
}

function eventOf(item: CalendarItem, hues: ReadonlyMap<string, number>, me: string): EventInput {
  // My own due dates may be dragged, too: that asks for more time.
  const mine = item.kind === 'assignment' && !item.done && item.person?.id === me;
  return {
    id: `${item.kind} ${item.id}`,
    title: item.done ? `✓ ${item.title}` : item.title,
    start: item.start,
    ...(item.end !== null && { end: item.end }),
    allDay: item.allDay,
    startEditable: item.movable || mine,
    classNames: [
      `hue-${hues.get(item.person?.id ?? '') ?? 0}`,
      ...(item.done ? ['is-done'] : []),
      ...(item.kind === 'assignment' ? ['is-due'] : []),
    ],
    extendedProps: { item },
  };
}
