import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SecretBox } from '../secrets/secret-box.js';
import {
  auditColumns,
  chainBegin,
  chainKey,
  digestOf,
  entryKey,
  linkText,
  vouchedText,
  type AuditEntry,
} from './audit-entry.js';

/** Something about the log that the program did not do. */
export interface AuditProblem {
  readonly kind: 'altered' | 'removed' | 'inserted' | 'chain-broken' | 'key-unknown';
  readonly entryId: string | null;
  readonly position: number | null;
  readonly message: string;
}

/** A place of the chain as it was once seen: noted outside of the database, it shows when the end was cut off. */
export interface AuditAnchor {
  readonly position: number;
  /** Hex. */
  readonly chain: string;
}

export interface AuditReport {
  /** Entries in the chain, and those that wait for their place in it. */
  readonly sealed: number;
  readonly waiting: number;
  readonly problems: readonly AuditProblem[];
  /** The end of the chain now; null for an empty one. */
  readonly anchor: AuditAnchor | null;
}

interface SealRow extends Partial<AuditEntry> {
  readonly position: number;
  readonly sealedId: string;
  readonly digest: Buffer;
  readonly chain: Buffer;
  readonly sealKeyId: string;
}

const pageSize = 1000;

/** Looks whether the audit log is what the program wrote. Reads only. */
@Injectable()
export class VerifyAudit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: SecretBox,
  ) {}

  /** @param expected a place noted earlier, which must still be there */
  async verify(expected?: AuditAnchor): Promise<AuditReport> {
    const problems: AuditProblem[] = [];
    let end: AuditAnchor | null = null;
    let anchored = expected === undefined;
    let previous: Pick<SealRow, 'position' | 'chain'> = { position: 0, chain: chainBegin };
    let sealed = 0;
    for (let page = await this.page(0); page.length > 0; page = await this.page(previous.position)) {
      for (const row of page) {
        problems.push(...this.placeProblems(previous, row), ...this.sealedProblems(row));
        previous = row;
        sealed += 1;
        anchored ||= row.position === expected?.position && row.chain.toString('hex') === expected.chain;
      }
      end = { position: previous.position, chain: previous.chain.toString('hex') };
    }
    const { waiting, found } = await this.unsealed();
    problems.push(...found);
    if (!anchored && expected) {
      const message = `The chain does not hold the place ${expected.position} as it was noted: its end was cut off or written anew.`;
      problems.push({ kind: 'chain-broken', entryId: null, position: expected.position, message });
    }
    return { sealed, waiting, problems, anchor: end };
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
    return this.isOurs(row) ? [] : [foreign(at)];
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
      return row.waits && this.isOurs(row) ? [] : [foreign(at)];
    });
    if (gone && gone.count > 0) {
      const message = `${gone.count} entries that waited for the chain are gone.`;
      found.push({ kind: 'removed', entryId: null, position: null, message });
    }
    return { waiting: rows.filter(({ waits }) => waits).length, found };
  }

  private isOurs(entry: AuditEntry): boolean {
    return this.secrets.mac(entryKey, vouchedText(entry), entry.keyId).equals(entry.mac);
  }
}

type Place = Pick<AuditProblem, 'entryId' | 'position'>;

function foreign(at: Place): AuditProblem {
  return { kind: 'inserted', ...at, message: `The entry ${at.entryId} was not written by the program.` };
}

function keyUnknown(at: Place, keyId: string): AuditProblem {
  const message = `The entry ${at.entryId} was written with the key ${keyId}, which is not in SECRET_KEY_PREVIOUS.`;
  return { kind: 'key-unknown', ...at, message };
}

function isEntry<Row extends Partial<AuditEntry>>(row: Row): row is Row & AuditEntry {
  return typeof row.id === 'string';
}
