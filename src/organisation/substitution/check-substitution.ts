import type { Actor } from '../../platform/context.js';
import type { Objection } from '../../platform/errors.js';
import { say, type Sentence } from '../../platform/words/sentence.js';
import { adminRole } from '../access/grant.js';
import type { Organisation, Substitution } from '../directory/organisation.js';
import { absenceOf } from '../directory/queries.js';
import { mattersOf } from './matter.js';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Whether the actor may make and change the substitutions of the person: one's own, those of one's people, an admin all. */
export function keepsSubstitutionsOf(actor: Actor, org: Organisation, personId: string): boolean {
  if (actor.kind === 'system' || actor.id === personId || actor.roles.includes(adminRole)) return true;
  return headedBy(actor, org, personId);
}

/** Whether the person belongs to a unit that the actor heads, or to one below it. */
export function headedBy(actor: Actor, org: Organisation, personId: string): boolean {
  return org.persons.get(personId)?.unitIds.some((unit) => actor.headedUnitIds.includes(unit)) ?? false;
}

/** Everything that stands against a substitution, at once. */
export function substitutionProblems(
  wished: Substitution,
  org: Organisation,
  atMs: number,
  knowsStream: (key: string) => boolean,
): Objection[] {
  const problems: Objection[] = [];
  const report = (path: string, code: string, message: string | Sentence) => problems.push({ path, code, message });
  for (const [path, id] of [
    ['absent', wished.absentId],
    ['substitute', wished.substituteId],
  ] as const) {
    if (id !== null && org.persons.get(id)?.active !== true)
      report(path, 'unknown-person', say('"{person}" is no active person; expected an id or a login.', { person: id }));
  }
  if (wished.absentId === wished.substituteId)
    report('substitute', 'own-substitute', 'Nobody substitutes for oneself; name another person.');
  if (wished.substituteId === null) {
    const message = 'Without a substitute somebody is absent from everything; name one for a part of the work.';
    if (wished.streams !== null) report('streams', 'part-without-substitute', message);
    if (wished.maxAmount !== null) report('maxAmount', 'part-without-substitute', message);
  }
  if (wished.endsAt <= wished.startsAt)
    report('endsAt', 'ends-before-start', 'The substitution must end after it begins.');
  else if (wished.endsAt <= atMs) report('endsAt', 'past-end', 'The end is in the past; name one that is to come.');
  wished.streams?.forEach((key, index) => {
    if (!knowsStream(key))
      report(`streams[${index}]`, 'unknown-stream', say('There is no stream "{stream}".', { stream: key }));
  });
  if (wished.maxAmount?.amount.startsWith('-'))
    report('maxAmount.amount', 'below-zero', 'The limit must not be below zero.');
  if (wished.maxAmount && !currencies.has(wished.maxAmount.currency))
    report(
      'maxAmount.currency',
      'unknown-currency',
      say('"{currency}" is not a currency of ISO 4217.', { currency: wished.maxAmount.currency }),
    );
  return problems;
}

/**
 * The first moment of the substitution, from `atMs` on, at which nobody would be present to act for the absent: people
 * who replace each other, or a substitute without one. Null when somebody always is.
 */
export function nobodyPresentAt(wished: Substitution, org: Organisation, atMs: number): number | null {
  const others = org.substitutions.filter(({ id }) => id !== wished.id);
  const substitutions = [...others, wished];
  const then = { ...org, substitutions };
  const from = Math.max(atMs, wished.startsAt);
  // Who is present changes only where a substitution begins or ends.
  const moments = substitutions
    .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
    .filter((moment) => moment > from && moment < wished.endsAt);
  const matters = mattersOf(substitutions);
  for (const moment of [from, ...moments].sort((a, b) => a - b)) {
    const alone = matters.some((matter) => absenceOf(then, wished.absentId, moment, matter)?.substitute === null);
    if (alone) return moment;
  }
  return null;
}
