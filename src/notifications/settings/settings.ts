import { isTimeZone } from '../../worktime/local-time.js';
import { minutesOfClock } from '../../worktime/working-calendar.js';
import { notificationEvents, type EventKey } from '../notification-events.js';

/** A letter at once (a minute later, so that several go together), once a day, or none. */
export const mailWays = ['now', 'digest', 'off'] as const;
export type MailWay = (typeof mailWays)[number];

/** By which ways a person wants to be told of an event. */
export interface EventChoice {
  readonly bell: boolean;
  readonly push: boolean;
  readonly mail: MailWay;
}

/** Push and letters wait during these hours, and all day on days without work where `daysOff` says so. */
export interface QuietHours {
  /** `HH:MM` of the person's clock; `from` after `to` is over midnight. */
  readonly from: string;
  readonly to: string;
  readonly daysOff: boolean;
}

/** What a person wants; complete. */
export interface NotificationSettings {
  readonly events: Readonly<Record<EventKey, EventChoice>>;
  /** Null: none. */
  readonly quietHours: QuietHours | null;
  /** `HH:MM` of the person's clock, on working days. */
  readonly digestAt: string;
  /** Every working day a letter with what is open, also when there is nothing new. */
  readonly overview: boolean;
  /** IANA; null: that of the person's working calendar. */
  readonly timeZone: string | null;
  /** Whether push messages tell what it is about; without it only that there is something, and the number. */
  readonly showContent: boolean;
  /** While the person is absent, push and letters wait until the absence is over. */
  readonly holdWhileAbsent: boolean;
}

/** What is stored of a person, and what a person changes: a part of the settings. */
export type SettingsPatch = Partial<Omit<NotificationSettings, 'events'>> & {
  readonly events?: { readonly [Event in EventKey]?: Partial<EventChoice> };
};

const choice = (push: boolean, mail: MailWay): EventChoice => ({ bell: true, push, mail });

/** What everybody begins with: what waits for a person comes at once, what is only good to know in the morning. */
export const defaultSettings: NotificationSettings = {
  events: {
    'assignment.issued': choice(true, 'now'),
    'assignment.handed': choice(true, 'now'),
    // The ladder of an assignment sends letters of its own.
    'assignment.reminder': choice(true, 'off'),
    'assignment.overdue': choice(false, 'off'),
    'assignment.reported': choice(true, 'now'),
    'assignment.returned': choice(true, 'now'),
    'assignment.accepted': choice(false, 'off'),
    'assignment.cancelled': choice(true, 'digest'),
    'extension.asked': choice(true, 'now'),
    'extension.decided': choice(true, 'digest'),
    'document.shared': choice(true, 'now'),
    'comment.mention': choice(true, 'now'),
    'comment.added': choice(false, 'digest'),
    'decision.refused': choice(true, 'now'),
    'decision.taken': choice(false, 'digest'),
    'route.finished': choice(false, 'digest'),
  },
  quietHours: { from: '20:00', to: '07:00', daysOff: true },
  digestAt: '08:00',
  overview: false,
  timeZone: null,
  showContent: false,
  holdWhileAbsent: true,
};

/** The settings with a patch on them. Whatever of the patch is not of the right form is left out. */
export function patched(settings: NotificationSettings, patch: SettingsPatch): NotificationSettings {
  const { events, quietHours, digestAt, overview, timeZone, showContent, holdWhileAbsent } = patch;
  return {
    events: Object.fromEntries(
      notificationEvents.map((event) => [event, chosen(settings.events[event], events?.[event])]),
    ) as Record<EventKey, EventChoice>,
    quietHours: isQuietHours(quietHours) ? quietHours : settings.quietHours,
    digestAt: isClock(digestAt) ? digestAt : settings.digestAt,
    overview: overview ?? settings.overview,
    timeZone: timeZone === null || (timeZone !== undefined && isTimeZone(timeZone)) ? timeZone : settings.timeZone,
    showContent: showContent ?? settings.showContent,
    holdWhileAbsent: holdWhileAbsent ?? settings.holdWhileAbsent,
  };
}

/** What of the settings differs from what everybody begins with: this is stored, so that better defaults reach people. */
export function differences(settings: NotificationSettings): SettingsPatch {
  const { events: _events, ...plain } = defaultSettings;
  const events = notificationEvents.flatMap((event) => {
    const changed = differing(defaultSettings.events[event], settings.events[event]);
    return Object.keys(changed).length > 0 ? [[event, changed] as const] : [];
  });
  return {
    ...differing(plain, settings),
    ...(events.length > 0 ? { events: Object.fromEntries(events) } : {}),
  };
}

/** `HH:MM` before 24:00. */
function isClock(text: unknown): text is string {
  const minutes = minutesOfClock(text);
  return minutes !== undefined && minutes < 1440;
}

function isQuietHours(value: QuietHours | null | undefined): value is QuietHours | null {
  return value === null || (value !== undefined && isClock(value.from) && isClock(value.to));
}

function chosen(before: EventChoice, change: Partial<EventChoice> | undefined): EventChoice {
  return {
    bell: change?.bell ?? before.bell,
    push: change?.push ?? before.push,
    mail: change?.mail !== undefined && mailWays.includes(change.mail) ? change.mail : before.mail,
  };
}

/** The members of `after` that are not as in `before`; only those that `before` has. */
function differing<Values extends object>(before: Values, after: Values): Partial<Values> {
  const keys = Object.keys(before) as (keyof Values)[];
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return Object.fromEntries(changed.map((key) => [key, after[key]])) as Partial<Values>;
}
