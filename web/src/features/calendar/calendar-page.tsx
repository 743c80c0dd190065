import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { unitsQuery } from '../../people/units.ts';
import { useMe } from '../../session/me.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { Agenda } from './agenda.tsx';
import { calendarQuery, huesOf, type CalendarItem } from './calendar-items.ts';
import { dayOf, dayStart, rangeOf, views, type CalendarSearch, type View } from './calendar-search.ts';
import styles from './calendar.module.css';
import { ItemCard, type Pressed } from './item-card.tsx';
import { MoreTime } from './more-time.tsx';
import { People } from './people.tsx';
import { Steps } from './steps.tsx';
import { Subscribe } from './subscribe.tsx';
import { useMove } from './use-move.ts';

const CalendarGrid = lazy(async () => ({ default: (await import('./calendar-grid.tsx')).CalendarGrid }));

/** What was dropped on another time and waits for a reason. */
interface Waiting {
  readonly item: CalendarItem;
  readonly to: string;
  readonly revert: () => void;
}

/** A5: what is planned, done and due, mine or my team's. */
export function CalendarPage() {
  const { t } = useTranslation('calendar');
  const phone = usePhone();
  const isHead = useIsHead();
  const navigate = useNavigate();
  const search = useSearch({ from: '/office/calendar' });
  const view = search.view ?? (phone ? 'agenda' : 'month');
  const date = search.date ?? dayOf(new Date());
  const team = search.who === 'team';
  const go = (to: CalendarSearch) => void navigate({ to: '/calendar', search: to, replace: true });
  const show = (changes: CalendarSearch) => go({ ...search, ...changes });
  const items = useQuery(calendarQuery(rangeOf(view, date), team ? 'units' : 'me'));
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [pressed, setPressed] = useState<Pressed>();
  const [waiting, setWaiting] = useState<Waiting>();
  const { move } = useMove();
  const create = useNewAt();
  const all = items.data?.items ?? [];
  const hues = huesOf(all);
  const shown = all.filter(({ person }) => !hidden.has(person?.id ?? ''));
  usePageTitle(t('title'));
  const drop = (item: CalendarItem, to: string, revert: () => void) => {
    if (item.kind === 'assignment') setWaiting({ item, to, revert });
    else move.mutate({ item, to }, { onError: revert });
  };
  return (
    <div className={styles.page} data-phone={phone || undefined}>
      <header className={styles.head}>
        <h1>{useRangeTitle(view, date)}</h1>
        <Steps view={view} date={date} onDate={(day) => show({ date: day })} />
        <div className={styles.spring} />
        {isHead && <Whose who={search.who} onWho={(who) => go(withWho(search, who))} />}
        <Select
          className={styles.view}
          aria-label={t('view')}
          value={view}
          allowDeselect={false}
          onChange={(chosen) => show({ view: chosen as View })}
          data={views.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
        <Subscribe compact={phone} />
      </header>
      {team && <People items={all} hues={hues} hidden={hidden} onHidden={setHidden} />}
      {items.data?.more === true && <p className={styles.quiet}>{t('tooMany')}</p>}
      <div className={styles.body}>
        {items.error ? (
          <ErrorState error={items.error} onRetry={() => void items.refetch()} />
        ) : view === 'agenda' ? (
          items.isPending ? (
            <SkeletonRows rows={8} height={56} />
          ) : (
            <Agenda items={shown} hues={hues} team={team} onPress={setPressed} />
          )
        ) : (
          <Suspense fallback={<SkeletonRows rows={6} height={110} />}>
            <CalendarGrid {...{ view, date, hues }} items={shown} onPress={setPressed} onNew={create} onMove={drop} />
          </Suspense>
        )}
      </div>
      {pressed && <ItemCard key={pressed.item.id} pressed={pressed} onClose={() => setPressed(undefined)} />}
      {waiting && (
        <MoreTime
          item={waiting.item}
          to={waiting.to}
          onCancel={() => {
            waiting.revert();
            setWaiting(undefined);
          }}
          onAsk={(reason) => {
            // It stays where it was until somebody has granted it.
            waiting.revert();
            move.mutate({ item: waiting.item, to: waiting.to, reason });
            setWaiting(undefined);
          }}
        />
      )}
    </div>
  );
}

/** Whether there is a team whose calendar I look at. */
function useIsHead(): boolean {
  const me = useMe();
  const { data: units } = useQuery(unitsQuery);
  return units?.items.some(({ head }) => head?.id === me.id) ?? false;
}

function withWho({ view, date }: CalendarSearch, who: string): CalendarSearch {
  return { ...(view && { view }), ...(date !== undefined && { date }), ...(who === 'team' && { who }) };
}

interface WhoseProps {
  readonly who: CalendarSearch['who'];
  readonly onWho: (who: string) => void;
}

function Whose({ who, onWho }: WhoseProps) {
  const { t } = useTranslation('calendar');
  return (
    <SegmentedControl
      size="sm"
      className={styles.whose}
      aria-label={t('whose')}
      value={who ?? 'me'}
      onChange={onWho}
      data={[
        { value: 'me', label: t('mine') },
        { value: 'team', label: t('team') },
      ]}
    />
  );
}

/** Begins a new document of the first calendar stream that I may register in, at the moment that was pressed. */
function useNewAt(): (at: Date, allDay: boolean) => void {
  const navigate = useNavigate();
  const { data: streams } = useQuery(streamsQuery);
  const stream = streams?.items.find(({ calendar, may }) => calendar !== undefined && may.includes('register'));
  return (at, allDay) => {
    if (!stream) return;
    const start = new Date(at);
    if (allDay) start.setHours(morning, 0, 0, 0);
    void navigate({
      to: '/registers/$stream/new',
      params: { stream: stream.key },
      search: { at: start.toISOString() },
    });
  };
}

const morning = 9;

function useRangeTitle(view: View, date: string): string {
  const { language } = useFormat();
  const { from, to } = rangeOf(view, date);
  if (view === 'month')
    return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(dayStart(date));
  if (view === 'day') return new Intl.DateTimeFormat(language, { dateStyle: 'full' }).format(dayStart(date));
  const last = dayStart(to);
  last.setDate(last.getDate() - 1);
  const days = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' });
  return days.formatRange(dayStart(from), last);
}
