import { Injectable } from '@nestjs/common';
import type { Context } from '../context.js';
import { SecretBox } from '../secrets/secret-box.js';
import { auditColumns, entryKey, kindSql, vouchedText, type AuditEntry } from './audit-entry.js';
import { AuditLog } from './audit-log.js';

/** How many years entries are kept, by kind (`session`, `document`, …); of kinds that are not named, for ever. */
export type Retention = Readonly<Record<string, number>>;

/** Entries about the log itself are never let go: they say what was. */
export const ownKind = 'audit';
export const retentionVerb = 'audit.retention-changed';
export const letGoVerb = 'audit.let-go';

const batchSize = 1000;

/** Places of the chain, from and to; both belong to it. */
type Places = readonly (readonly [number, number])[];

/**
 * Lets entries go that have outlived their time. The links of the chain stay, so that it can be verified as before; which
 * of its places are empty now, an entry of the log says, which nobody can write without the key.
 */
@Injectable()
export class LetGo {
  constructor(
    private readonly secrets: SecretBox,
    private readonly audit: AuditLog,
  ) {}

  /** What the log itself says was set last; an entry of somebody else does not count. */
  async retention({ tx }: Pick<Context, 'tx'>): Promise<Retention> {
    const rows = await tx.query<AuditEntry>(
      `SELECT ${auditColumns} FROM audit_entry e WHERE ${kindSql} = $1 AND e.verb = $2 ORDER BY e.id DESC LIMIT 10`,
      [ownKind, retentionVerb],
    );
    return (rows.find((row) => isGenuine(this.secrets, row))?.after as Retention | undefined) ?? {};
  }

  async setRetention(context: Context, years: Retention): Promise<void> {
    const before = await this.retention(context);
    await this.audit.write(context, {
      verb: retentionVerb,
      object: { kind: 'audit', id: 'log' },
      before,
      after: years,
    });
  }

  /** Lets up to a thousand entries of each kind go; answers how many. To be called again until it answers 0. */
  async run(context: Context): Promise<number> {
    let gone = 0;
    for (const [kind, years] of Object.entries(await this.retention(context))) {
      if (kind !== ownKind) gone += await this.ofKind(context, kind, years);
    }
    return gone;
  }

  private async ofKind(context: Context, kind: string, years: number): Promise<number> {
    const { tx, now } = context;
    const before = new Date(now);
    before.setUTCFullYear(before.getUTCFullYear() - years);
    const old = await tx.query<{ id: string; position: number }>(
      `SELECT e.id, s.position::float8 AS position FROM audit_entry e JOIN audit_seal s ON s.entry_id = e.id
       WHERE ${kindSql} = $1 AND e.at < $2 ORDER BY e.at, e.id LIMIT ${batchSize}`,
      [kind, before],
    );
    if (old.length === 0) return 0;
    await tx.query(`SELECT set_config('millrace.audit_retention', 'on', true)`);
    await tx.query('DELETE FROM audit_entry WHERE id = ANY ($1::uuid[])', [old.map(({ id }) => id)]);
    await tx.query(`SELECT set_config('millrace.audit_retention', 'off', true)`);
    const places = joined(old.map(({ position }) => position));
    const after = { kind, before: before.toISOString(), entries: old.length, places };
    await this.audit.write(context, { verb: letGoVerb, object: { kind: 'audit', id: 'log' }, after });
    return old.length;
  }
}

/** Whether the entry was written by whoever has the key. */
export function isGenuine(secrets: SecretBox, entry: AuditEntry): boolean {
  return secrets.knows(entry.keyId) && secrets.mac(entryKey, vouchedText(entry), entry.keyId).equals(entry.mac);
}

/** Positions as few ranges. */
export function joined(positions: readonly number[]): Places {
  const ranges: [number, number][] = [];
  for (const position of [...positions].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === position - 1) last[1] = position;
    else ranges.push([position, position]);
  }
  return ranges;
}

/** The places that entries of `letGoVerb` name, and until when entries of a kind are gone. */
export class LetGoPlaces {
  private readonly ranges: (readonly [number, number])[];
  /** When the last entry was made that is gone, by kind. */
  readonly until = new Map<string, Date>();

  constructor(notes: readonly AuditEntry[]) {
    const said = notes.map(({ after }) => after as { kind: string; before: string; places: Places });
    this.ranges = said.flatMap(({ places }) => [...places]).sort(([a], [b]) => a - b);
    for (const { kind, before } of said) {
      const at = new Date(before);
      if (at > (this.until.get(kind) ?? new Date(0))) this.until.set(kind, at);
    }
  }

  has(position: number): boolean {
    let [low, high] = [0, this.ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [from, to] = this.ranges[middle] ?? [0, 0];
      if (position < from) high = middle - 1;
      else if (position > to) low = middle + 1;
      else return true;
    }
    return false;
  }
}
