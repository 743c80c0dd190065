import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';

/** A row of `audit_entry`, as the program reads it. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly actorId: string;
  readonly actorName: string;
  /** Whom the actor acted for, e.g. as a substitute. */
  readonly forId: string | null;
  readonly address: string | null;
  /** Id of the session or API token. */
  readonly session: string | null;
  /** What was done, e.g. `session.begun`. */
  readonly verb: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Id of the event of a document's history that it tells of. */
  readonly historyId: string | null;
  readonly keyId: string;
  /** HMAC of everything above. */
  readonly mac: Buffer;
}

/** Columns of `audit_entry e` under the names of AuditEntry. */
export const auditColumns = `e.id, e.at, e.actor_id AS "actorId", e.actor_name AS "actorName", e.for_id AS "forId",
  e.address, e.session, e.verb, e.object_kind AS "objectKind", e.object_id AS "objectId", e.before, e.after,
  e.history_id::text AS "historyId", e.key_id AS "keyId", e.mac`;

/** What a verb is about, e.g. `session` of `session.begun`: by this entries are filtered, and kept for a time of their own. */
export const kindSql = `split_part(e.verb, '.', 1)`;

/** The text that the code of an entry vouches for: every column but the code, in one form however it was stored. */
export function vouchedText(entry: Omit<AuditEntry, 'mac'>): string {
  const { id, at, actorId, actorName, forId, address, session } = entry;
  const { verb, objectKind, objectId, before, after, historyId, keyId } = entry;
  return canonicalJson([
    id,
    at.toISOString(),
    actorId,
    actorName,
    forId,
    address,
    session,
    verb,
    objectKind,
    objectId,
    before ?? null,
    after ?? null,
    keyId,
    // Entries were written before there was such a column.
    ...(historyId === null ? [] : [historyId]),
  ]);
}

/** The fingerprint of an entry with its code, by which a seal names it. */
export function digestOf(entry: AuditEntry): Buffer {
  return createHash('sha256').update(vouchedText(entry)).update(entry.mac).digest();
}

/** What the link at `position` of the chain is the code of: the link before it, the place, and the entry there. */
export function linkText(previous: Buffer, position: number, entryId: string, digest: Buffer): Buffer {
  return Buffer.concat([previous, Buffer.from(`${position} ${entryId} `), digest]);
}

/** What the recorded end of the chain is the code of. */
export function headText(position: number, chain: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${position} `), chain]);
}

/** Stands before the first link. */
export const chainBegin = Buffer.alloc(32);

/** Purposes of the keys (SecretBox). */
export const entryKey = 'audit entry';
export const chainKey = 'audit chain';
export const headKey = 'audit head';
