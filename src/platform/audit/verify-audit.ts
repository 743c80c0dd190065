import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SecretBox } from '../secrets/secret-box.js';
import {
  auditColumns,
  chainBegin,
  chainKey,
  digestOf,
  headKey,
  headText,
  kindSql,
  linkText,
  type AuditEntry,
} from './audit-entry.js';
import type { AuditAnchor, AuditProblem, AuditReport } from './audit-report.js';
import { isGenuine, letGoVerb, LetGoPlaces, ownKind } from './let-go.js';

interface SealRow extends Partial<AuditEntry> {
  readonly position: number;
  readonly sealedId: string;
  readonly digest: Buffer;
  readonly chain: Buffer;
  readonly sealKeyId: string;
}

/** Looks at something that the log tells of, e.g. whether the history of documents still is what was logged. */
export type FurtherCheck = (letGo: LetGoPlaces) => Promise<AuditProblem[]>;

const pageSize = 1000;

/** Looks whether the audit log is what the program wrote. Reads only. */
@Injectable()
export class VerifyAudit {
  private readonly further: FurtherCheck[] = [];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: SecretBox,
  ) {}

  /** To be called while modules are initialised. */
  also(check: FurtherCheck): void {
    this.further.push(check);
  }

  /** @param expected places noted earlier, which must still be there, beside the recorded end of the chain */
  async verify(...expected: readonly AuditAnchor[]): Promise<AuditReport> {
    // The end first: what is chained meanwhile comes behind it.
    const { head, problems } = await this.head();
    const letGo = await this.letGoPlaces();
    const missed = new Map([...expected, ...head].map((anchor) => [`${anchor.position}:${anchor.chain}`, anchor]));
    let end: AuditAnchor | null = null;
    let previous: Pick<SealRow, 'position' | 'chain'> = { position: 0, chain: chainBegin };
    let [sealed, gone] = [0, 0];
    for (let page = await this.page(0); page.length > 0; page = await this.page(previous.position)) {
      for (const row of page) {
        const isGone = !isEntry(row) && letGo.has(row.position);
        problems.push(...this.placeProblems(previous, row), ...(isGone ? [] : this.sealedProblems(row)));
        previous = row;
        if (isGone) gone += 1;
        else sealed += 1;
        missed.delete(`${row.position}:${row.chain.toString('hex')}`);
      }
      end = { position: previous.position, chain: previous.chain.toString('hex') };
    }
    if (end && head.length === 0 && problems.length === 0) problems.push(headGone());
    problems.push(...[...missed.values()].map((anchor) => cutOff(anchor, end)));
    const { waiting, found } = await this.unsealed();
    problems.push(...found);
    for (const check of this.further) problems.push(...(await check(letGo)));
    return { sealed, waiting, letGo: gone, problems: await this.withoutLetGo(problems), anchor: end };
  }

  /** The recorded end of the chain, where it is one that the program wrote. */
  private async head(): Promise<{ head: AuditAnchor[]; problems: AuditProblem[] }> {
    const [row] = await this.unitOfWork.read<{ position: number; chain: Buffer; keyId: string; mac: Buffer }>(
      `SELECT position::float8 AS position, chain, key_id AS "keyId", mac FROM audit_head`,
    );
    if (!row) return { head: [], problems: [] };
    const { position, chain, keyId, mac } = row;
    if (!this.secrets.knows(keyId)) return { head: [], problems: [keyUnknown({ entryId: null, position }, keyId)] };
    if (this.secrets.mac(headKey, headText(position, chain), keyId).equals(mac)) {
      return { head: [{ position, chain: chain.toString('hex') }], problems: [] };
    }
    const message = 'The recorded end of the chain was not written by the program.';
    return { head: [], problems: [{ kind: 'chain-broken', entryId: null, position, message }] };
  }

  /** Some may have been let go while this looked. */
  private async withoutLetGo(problems: readonly AuditProblem[]): Promise<readonly AuditProblem[]> {
    if (!problems.some(({ kind }) => kind === 'removed')) return problems;
    const letGo = await this.letGoPlaces();
    return problems.filter(({ kind, entryId, position }) => {
      return kind !== 'removed' || entryId === null || position === null || !letGo.has(position);
    });
  }

  private async letGoPlaces(): Promise<LetGoPlaces> {
    const notes = await this.unitOfWork.read<AuditEntry>(
      `SELECT ${auditColumns} FROM audit_entry e WHERE ${kindSql} = $1 AND e.verb = $2 ORDER BY e.id`,
      [ownKind, letGoVerb],
    );
    return new LetGoPlaces(notes.filter((note) => isGenuine(this.secrets, note)));
  }

  private page(after: number): Promise<SealRow[]> {
    return this.unitOfWork.read<SealRow>(
      `SELECT s.position::float8 AS position, s.entry_id AS "sealedId", s.digest, s.chain, s.key_id AS "sealKeyId", ${auditColumns}
       FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id
       WHERE s.position > $1 ORDER BY s.position LIMIT ${pageSize}`,
      [after],
    );
  }

  private placeProblems(previous: { position: number; chain: Buffer }, row: SealRow): AuditProblem[] {
    const { position, sealedId, digest, chain, sealKeyId } = row;
    const at = { entryId: sealedId, position };
    if (position !== previous.position + 1) {
      const gone = `Places ${previous.position + 1} to ${position - 1} of the chain are gone.`;
      return [{ kind: 'removed', ...at, message: gone }];
    }
    if (!this.secrets.knows(sealKeyId)) return [keyUnknown(at, sealKeyId)];
    const text = linkText(previous.chain, position, sealedId, digest);
    if (this.secrets.mac(chainKey, text, sealKeyId).equals(chain)) return [];
    return [{ kind: 'chain-broken', ...at, message: `The chain does not hold at place ${position}.` }];
  }

  private sealedProblems(row: SealRow): AuditProblem[] {
    const at = { entryId: row.sealedId, position: row.position };
    if (!isEntry(row)) return [{ kind: 'removed', ...at, message: `The entry at place ${row.position} is gone.` }];
    if (!this.secrets.knows(row.keyId)) return [keyUnknown(at, row.keyId)];
    if (!digestOf(row).equals(row.digest)) {
      return [{ kind: 'altered', ...at, message: `The entry at place ${row.position} is not what was sealed.` }];
    }
    return isGenuine(this.secrets, row) ? [] : [foreign(at)];
  }

  /** Entries outside of the chain: those that wait for it are ours, others were put there by somebody else. */
  private async unsealed(): Promise<{ waiting: number; found: AuditProblem[] }> {
    const rows = await this.unitOfWork.read<AuditEntry & { waits: boolean }>(
      `SELECT ${auditColumns}, u.entry_id IS NOT NULL AS waits FROM audit_entry e
       LEFT JOIN audit_seal s ON s.entry_id = e.id LEFT JOIN audit_unsealed u ON u.entry_id = e.id
       WHERE s.entry_id IS NULL ORDER BY e.id`,
    );
    const [gone] = await this.unitOfWork.read<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_unsealed u WHERE NOT EXISTS (SELECT FROM audit_entry e WHERE e.id = u.entry_id)`,
    );
    const found = rows.flatMap((row): AuditProblem[] => {
      const at = { entryId: row.id, position: null };
      if (!this.secrets.knows(row.keyId)) return [keyUnknown(at, row.keyId)];
      return row.waits && isGenuine(this.secrets, row) ? [] : [foreign(at)];
    });
    if (gone && gone.count > 0) {
      const message = `${gone.count} entries that waited for the chain are gone.`;
      found.push({ kind: 'removed', entryId: null, position: null, message });
    }
    return { waiting: rows.filter(({ waits }) => waits).length, found };
  }
}

type Place = Pick<AuditProblem, 'entryId' | 'position'>;

function foreign(at: Place): AuditProblem {
  return { kind: 'inserted', ...at, message: `The entry ${at.entryId} was not written by the program.` };
}

function keyUnknown(at: Place, keyId: string): AuditProblem {
  const message = `The entry ${at.entryId ?? 'that records the end'} was written with the key ${keyId}, which is not in SECRET_KEY_PREVIOUS.`;
  return { kind: 'key-unknown', ...at, message };
}

function headGone(): AuditProblem {
  const message = 'The recorded end of the chain is gone.';
  return { kind: 'chain-broken', entryId: null, position: null, message };
}

/** A place that was noted, and that the chain does not hold as it was. */
function cutOff({ position }: AuditAnchor, end: AuditAnchor | null): AuditProblem {
  const at = { entryId: null, position };
  if (position > (end?.position ?? 0)) {
    const message = `The end of the chain was cut off: it went to place ${position} and ends at ${end?.position ?? 0}.`;
    return { kind: 'removed', ...at, message };
  }
  const message = `The chain does not hold the place ${position} as it was noted: it was written anew.`;
  return { kind: 'chain-broken', ...at, message };
}

function isEntry<Row extends Partial<AuditEntry>>(row: Row): row is Row & AuditEntry {
  return typeof row.id === 'string';
}
