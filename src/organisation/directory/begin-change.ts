import type { Context, Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say, type Sentence } from '../../platform/words/sentence.js';

/** The number is ours alone. */
const changeLock = 0x6d6c6f72;

/**
 * Before the organisation is changed: lets changes come one after the other, so that two moves cannot tie the tree into
 * a ring and two administrators cannot take the role of each other; and tells the record of the past (`…_past`) from when
 * on the change holds.
 * @param since absent: from now on
 * @throws Refusal invalid for a time to come
 */
export async function beginChange({ tx, now }: Context, since?: Date): Promise<void> {
  if (since && since > now) {
    const message = 'A change can hold from today or an earlier day on, not from a day to come.';
    throw new Refusal('invalid', 'day-to-come', message, [{ path: 'since', code: 'day-to-come', message }]);
  }
  await tx.query(`SELECT pg_advisory_xact_lock($1), set_config('millrace.moment', $2, true)`, [
    changeLock,
    (since ?? now).toISOString(),
  ]);
}

/**
 * What is recorded of a day is not overwritten: a change that is entered afterwards comes after the last one, unless there
 * has been none since the thing was entered at all.
 * @throws Refusal invalid
 */
export async function refuseRewriting(tx: Tx, what: 'unit' | 'post', id: string): Promise<void> {
  const rows = await tx.query<{ later: boolean }>(
    `SELECT since > organisation_moment() AS later FROM ${what}_past WHERE ${what}_id = $1`,
    [id],
  );
  if (rows.length === 1 || !rows.some(({ later }) => later)) return;
  throw misfit('since', 'changed-since', say('It was changed after that day. Choose a later one.'));
}

/** @throws Refusal stale when somebody else has changed it since it was read; `expected` undefined matches any version */
export function refuseStale(version: number, expected: number | undefined): void {
  if (expected === undefined || expected === version) return;
  const message = 'Somebody else has changed this meanwhile. Look at it as it is now, and change it again.';
  throw new Refusal('stale', 'changed-meanwhile', message, [], { version });
}

/** Something that the sent body names does not fit. */
export function misfit(path: string, code: string, message: Sentence): Refusal {
  return new Refusal('invalid', code, message, [{ path, code, message }]);
}
