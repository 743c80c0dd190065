import { Injectable } from '@nestjs/common';
import type { Context, Tx } from '../context.js';
import { SecretBox } from '../secrets/secret-box.js';
import {
  auditColumns,
  chainBegin,
  chainKey,
  digestOf,
  headKey,
  headText,
  linkText,
  type AuditEntry,
} from './audit-entry.js';

/** Entries that are chained in one transaction. */
const batchSize = 1000;
/** Two that chained at once would both add the same place; the number is ours alone. */
const sealLock = 0x6d6c6175;

interface End {
  readonly position: number;
  readonly chain: Buffer;
}

interface Link extends End {
  readonly entryId: string;
  readonly digest: Buffer;
}

/** Of an entry that was taken away before it was sealed: nothing has this digest. */
const missing = Buffer.alloc(32);

/**
 * Chains the entries that were committed since the last time, in the order of their ids. No transaction that writes an
 * entry of its own waits for another because of the chain: an entry whose transaction ends late is simply chained later.
 */
@Injectable()
export class SealAudit {
  constructor(private readonly secrets: SecretBox) {}

  /** Chains up to a thousand entries; answers how many. To be called again until it answers 0. */
  async seal({ tx }: Context): Promise<number> {
    const end = await this.end(tx);
    const waiting = await tx.query<Partial<AuditEntry> & { entryId: string }>(
      `WITH taken AS (
         DELETE FROM audit_unsealed WHERE entry_id IN (SELECT entry_id FROM audit_unsealed ORDER BY entry_id LIMIT ${batchSize})
         RETURNING entry_id)
       SELECT taken.entry_id AS "entryId", ${auditColumns} FROM taken LEFT JOIN audit_entry e ON e.id = taken.entry_id
       ORDER BY taken.entry_id`,
    );
    const digests = waiting.map(({ entryId, ...entry }) => ({
      entryId,
      digest: isEntry(entry) ? digestOf(entry) : missing,
    }));
    await this.append(tx, end, digests);
    return waiting.length;
  }

  /** Chains entries that this transaction has written, to be called near its end: another that chains waits for it. */
  async chain(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const digests = entries.map((entry) => ({ entryId: entry.id, digest: digestOf(entry) }));
    await this.append(tx, await this.end(tx), digests);
  }

  /** Where the chain ends, for whoever alone may lengthen it until the end of the transaction. */
  private async end(tx: Tx): Promise<End> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [sealLock]);
    const [last] = await tx.query<{ position: string; chain: Buffer }>(
      'SELECT position, chain FROM audit_seal ORDER BY position DESC LIMIT 1',
    );
    return { position: Number(last?.position ?? 0), chain: last?.chain ?? chainBegin };
  }

  private async append(tx: Tx, end: End, digests: readonly Pick<Link, 'entryId' | 'digest'>[]): Promise<void> {
    const links: Link[] = [];
    let { position, chain } = end;
    for (const { entryId, digest } of digests) {
      position += 1;
      chain = this.secrets.mac(chainKey, linkText(chain, position, entryId, digest));
      links.push({ position, entryId, digest, chain });
    }
    if (links.length > 0) await this.insert(tx, links);
    if (position > 0) await this.noteHead(tx, position, chain);
  }

  private async insert(tx: Tx, links: readonly Link[]): Promise<void> {
    await tx.query(
      `INSERT INTO audit_seal (position, entry_id, digest, chain, key_id)
       SELECT *, $5 FROM unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::bytea[])`,
      [
        links.map((link) => link.position),
        links.map((link) => link.entryId),
        links.map((link) => link.digest),
        links.map((link) => link.chain),
        this.secrets.keyId,
      ],
    );
  }

  /** Records where the chain ends: an end that was cut off is missed then. */
  private async noteHead(tx: Tx, position: number, chain: Buffer): Promise<void> {
    const mac = this.secrets.mac(headKey, headText(position, chain));
    await tx.query(
      `INSERT INTO audit_head AS h (one, position, chain, key_id, mac) VALUES (true, $1, $2, $3, $4)
       ON CONFLICT (one) DO UPDATE SET position = $1, chain = $2, key_id = $3, mac = $4 WHERE h.position < $1`,
      [position, chain, this.secrets.keyId, mac],
    );
  }
}

function isEntry(entry: Partial<AuditEntry>): entry is AuditEntry {
  return typeof entry.id === 'string';
}
