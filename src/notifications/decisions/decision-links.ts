import { createHash, randomBytes } from 'node:crypto';
import type { Context, Tx } from '../../platform/context.js';
import type { LocalisedText } from '../../platform/languages.js';
import type { AssignmentState } from '../../routes/assignments/assignment-life.js';
import { readPolicy } from './policy.js';

const tokenForm = /^[A-Za-z0-9_-]{43}$/;
const dayMs = 86_400_000;

/** A link with the assignment that it is for, as it is now. */
export interface LinkRow {
  readonly personId: string;
  readonly assignmentId: string;
  readonly sentVersion: number;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly version: number;
  readonly state: AssignmentState;
  readonly closed: boolean;
  readonly instruction: LocalisedText;
  readonly outcomes: readonly {
    readonly key: string;
    readonly label: LocalisedText;
    readonly reasonRequired: boolean;
  }[];
  readonly outcome: string | null;
  readonly closedBy: string | null;
  readonly performerId: string | null;
  readonly candidateIds: readonly string[];
  readonly dueAt: Date | null;
  readonly acceptance: boolean;
  readonly documentId: string;
}

const insert = {
  name: 'decision_link_add',
  text: `INSERT INTO decision_link (token_hash, person_id, assignment_id, assignment_version, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6)`,
};

const columns = `l.person_id AS "personId", l.assignment_id AS "assignmentId", l.assignment_version AS "sentVersion",
  l.expires_at AS "expiresAt", l.used_at AS "usedAt", a.version, a.state, a.closed_at IS NOT NULL AS closed, a.instruction,
  a.outcomes, a.outcome, a.closed_by AS "closedBy", a.performer_id AS "performerId", a.candidates AS "candidateIds",
  a.due_at AS "dueAt", a.acceptance, a.document_id AS "documentId"`;

const find = {
  name: 'decision_link_find',
  text: `SELECT ${columns} FROM decision_link l JOIN assignment a ON a.id = l.assignment_id WHERE l.token_hash = $1`,
};

const lock = { name: 'decision_link_lock', text: 'SELECT 1 FROM decision_link WHERE token_hash = $1 FOR UPDATE' };

const use = { name: 'decision_link_use', text: 'UPDATE decision_link SET used_at = $2 WHERE token_hash = $1' };

const sweep = { name: 'decision_link_sweep', text: 'DELETE FROM decision_link WHERE expires_at < $1' };

/** A new token for a letter to the person about the assignment; only its hash is kept. */
export async function issueLink(
  { tx, now }: Context,
  personId: string,
  assignment: { readonly id: string; readonly version: number },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const { linkDays } = await readPolicy(tx);
  const expiresAt = new Date(now.getTime() + linkDays * dayMs);
  await tx.run(insert, [hashOf(token), personId, assignment.id, assignment.version, now, expiresAt]);
  return token;
}

/** Undefined for a token that nobody was given. */
export async function findLink(tx: Tx, token: string): Promise<LinkRow | undefined> {
  if (!tokenForm.test(token)) return undefined;
  const [row] = await tx.run<LinkRow>(find, [hashOf(token)]);
  return row;
}

/** Nobody else uses the link until the transaction ends. */
export async function lockLink(tx: Tx, token: string): Promise<void> {
  await tx.run(lock, [hashOf(token)]);
}

/** The link has done what it was for. */
export async function useLink({ tx, now }: Pick<Context, 'tx' | 'now'>, token: string): Promise<void> {
  await tx.run(use, [hashOf(token), now]);
}

/** Links that ended a month ago are forgotten; until then their pages say what became of them. */
export async function sweepLinks({ tx, now }: Pick<Context, 'tx' | 'now'>): Promise<void> {
  await tx.run(sweep, [new Date(now.getTime() - 30 * dayMs)]);
}

/** Why a link decides nothing now; undefined where it does. */
export type LinkEnd = 'used' | 'closed' | 'expired' | 'moved' | 'resting' | 'sign-in';

/** What of a link can be said at `now`. The more definite reason comes first. */
export function endOf(link: LinkRow, now: Date, decideByLink: boolean): LinkEnd | undefined {
  if (link.usedAt !== null) return 'used';
  if (link.closed || link.state === 'reported') return 'closed';
  if (link.expiresAt <= now) return 'expired';
  const mine =
    link.performerId === null ? link.candidateIds.includes(link.personId) : link.performerId === link.personId;
  if (!mine) return 'moved';
  if (link.state === 'suspended' || link.state === 'created') return 'resting';
  return decideByLink ? undefined : 'sign-in';
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
