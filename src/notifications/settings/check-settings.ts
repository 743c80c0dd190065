import { Refusal, type Objection } from '../../platform/errors.js';
import { say, type Sentence } from '../../platform/words/sentence.js';
import { isTimeZone } from '../../worktime/local-time.js';
import { isNotificationEvent, notificationEvents } from '../notification-events.js';
import type { ChangeSettingsDto } from './settings.dto.js';
import { mailWays, type EventChoice, type SettingsPatch } from './settings.js';

/** A change of settings as it was sent, checked. @throws Refusal malformed, with each thing that is wrong */
export function checkSettings({ events = {}, timeZone, ...plain }: ChangeSettingsDto): SettingsPatch {
  const problems: Objection[] = [];
  const chosen = Object.entries(events).map(([event, choice]) => {
    if (!isNotificationEvent(event)) {
      problems.push(
        problem(
          `events.${event.slice(0, 60)}`,
          say('Expected one of {known}.', { known: notificationEvents.join(', ') }),
        ),
      );
    }
    return [event, checkChoice(event, choice, problems)] as const;
  });
  if (typeof timeZone === 'string' && !isTimeZone(timeZone)) {
    problems.push(problem('timeZone', 'Expected an IANA time zone, e.g. "Europe/Vilnius".'));
  }
  if (problems.length > 0) {
    throw new Refusal('malformed', 'malformed-settings', problems[0]?.message ?? 'The request is malformed.', problems);
  }
  return { ...plain, ...(timeZone === undefined ? {} : { timeZone }), events: Object.fromEntries(chosen) };
}

function checkChoice(event: string, choice: unknown, problems: Objection[]): Partial<EventChoice> {
  const ways = typeof choice === 'object' && choice !== null ? (choice as Record<string, unknown>) : {};
  const path = `events.${event.slice(0, 60)}`;
  if (ways !== choice) problems.push(problem(path, 'Expected the ways: bell, push and mail.'));
  for (const [way, value] of Object.entries(ways)) {
    if (way === 'bell' || way === 'push') {
      if (typeof value !== 'boolean') problems.push(problem(`${path}.${way}`, 'Expected true or false.'));
    } else if (way !== 'mail') {
      problems.push(problem(`${path}.${way.slice(0, 60)}`, 'Expected bell, push or mail.'));
    } else if (!mailWays.some((known) => known === value)) {
      problems.push(problem(`${path}.mail`, say('Expected one of {known}.', { known: mailWays.join(', ') })));
    }
  }
  return ways;
}

function problem(path: string, message: string | Sentence): Objection {
  return { path, code: 'malformed', message };
}
