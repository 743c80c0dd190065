import { Injectable } from '@nestjs/common';
import type { Context, Tx } from '../context.js';
import { newId } from '../ids.js';
import { SecretBox } from '../secrets/secret-box.js';
import { entryKey, vouchedText, type AuditEntry } from './audit-entry.js';
import { noteTold } from './told-calls.js';

/** What the log is told; who, when and from where come from the context. */
export interface AuditEvent {
  /** `<thing>.<what happened>`, e.g. `session.begun`. */
  readonly verb: string;
  readonly object: { readonly kind: string; readonly id: string };
  /** On whose behalf, when not on the actor's own. */
  readonly forId?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** What an entry tells, before it has an id and a code. */
export type AuditFacts = Omit<AuditEntry, 'id' | 'keyId' | 'mac'>;

/** Members that nobody must ever read in a log, whatever hands them over. */
const secretNames = /password|secret|token|hash|credential|recovery|private|cookie/i;
const longestText = 2000;

/**
 * The append-only log of who changed what. An entry is a row of the transaction of the change itself, so there is one
 * exactly when the change was committed. Entries are written independently of each other; SealAudit chains them later.
 */
@Injectable()
export class AuditLog {
  constructor(private readonly secrets: SecretBox) {}

  async write({ actor, tx, now }: Context, event: AuditEvent): Promise<void> {
    noteTold(actor);
    const facts = {
      at: now,
      actorId: actor.id,
      actorName: actor.name,
      forId: event.forId ?? null,
      address: actor.origin?.address ?? null,
      session: actor.origin?.session ?? null,
      verb: event.verb,
      objectKind: event.object.kind,
      objectId: event.object.id,
      before: event.before ?? null,
      after: event.after ?? null,
      historyId: null,
    };
    await tx.run(insertEntry, valuesOf(this.entryOf(facts)));
  }

  /**
   * Writes entries that tell of what was recorded elsewhere, each with its own author and time. Nothing waits to chain
   * them: whoever calls this does it in the same transaction (SealAudit.chain).
   */
  async writeAll(tx: Tx, all: readonly AuditFacts[]): Promise<AuditEntry[]> {
    if (all.length === 0) return [];
    const entries = all.map((facts) => this.entryOf(facts));
    const rows = entries.map(valuesOf);
    const columns = rows[0]?.map((_, column) => rows.map((row) => row[column]));
    await tx.run(insertEntries, columns ?? []);
    return entries;
  }

  private entryOf(facts: AuditFacts): AuditEntry {
    const entry = { id: newId(), ...keptFacts(facts), keyId: this.secrets.keyId };
    return { ...entry, mac: this.secrets.mac(entryKey, vouchedText(entry)) };
  }
}

/** In the order of the columns of the statements below. */
function valuesOf(entry: AuditEntry): unknown[] {
  const { id, at, actorId, actorName, forId, address, session } = entry;
  const { verb, objectKind, objectId, before, after, historyId, keyId, mac } = entry;
  const values = [id, at, actorId, actorName, forId, address, session, verb, objectKind, objectId];
  return [...values, jsonOf(before), jsonOf(after), historyId, keyId, mac];
}

const insertEntry = {
  name: 'audit_entry_insert',
  text: `WITH entry AS (
      INSERT INTO audit_entry (id, at, actor_id, actor_name, for_id, address, session, verb, object_kind, object_id,
        before, after, history_id, key_id, mac)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13::bigint, $14, $15) RETURNING id)
    INSERT INTO audit_unsealed (entry_id) SELECT id FROM entry`,
};

const insertEntries = {
  name: 'audit_entries_insert',
  text: `INSERT INTO audit_entry (id, at, actor_id, actor_name, for_id, address, session, verb, object_kind, object_id,
      before, after, history_id, key_id, mac)
    SELECT x.id, x.at, x.actor, x.name, x.absent, x.address, x.session, x.verb, x.kind, x.object, x.before::jsonb,
      x.after::jsonb, x.history, x.key, x.mac
    FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[], $14::text[], $15::bytea[])
      AS x (id, at, actor, name, absent, address, session, verb, kind, object, before, after, history, key, mac)`,
};

/** As the log keeps it: what PostgreSQL can store, no text of any length, and no secret. */
export function keptFacts(facts: AuditFacts): AuditFacts {
  const { actorName, objectId, before, after } = facts;
  return { ...facts, actorName: plain(actorName), objectId: plain(objectId), before: kept(before), after: kept(after) };
}

function jsonOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** The value as the database gives it back, without secrets; null when there is none. */
function kept(value: unknown): unknown {
  if (value === null) return null;
  const text = JSON.stringify(value, (name, member: unknown) => {
    if (secretNames.test(name) && typeof member !== 'boolean' && typeof member !== 'number') return '(hidden)';
    return typeof member === 'string' ? plain(member) : member;
  });
  return JSON.parse(text);
}

/** PostgreSQL stores no NUL and no half of a surrogate pair, and nobody reads texts of any length in a log. */
function plain(text: string): string {
  return text
    .slice(0, longestText)
    .replaceAll('\u0000', '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}
