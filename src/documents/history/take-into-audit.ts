import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeps } from '../../organisation/sweeping/sweeps.js';
import { auditColumns, type AuditEntry } from '../../platform/audit/audit-entry.js';
import { AuditLog, keptFacts, type AuditFacts } from '../../platform/audit/audit-log.js';
import type { AuditProblem } from '../../platform/audit/audit-report.js';
import type { LetGoPlaces } from '../../platform/audit/let-go.js';
import { SealAudit } from '../../platform/audit/seal-audit.js';
import { VerifyAudit } from '../../platform/audit/verify-audit.js';
import { canonicalJson } from '../../platform/canonical-json.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { isUuid } from '../../platform/ids.js';

const everyMs = 5_000;
const batchSize = 500;
const pageSize = 2_000;

interface Row {
  readonly documentId: string;
  readonly id: string;
  readonly at: Date;
  readonly actorId: string;
  readonly actorName: string;
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly address: string | null;
  readonly session: string | null;
}

const historyColumns = `h.document_id AS "documentId", h.id::text AS id, h.at, h.actor_id AS "actorId",
  h.actor_name AS "actorName", h.event, h.detail, h.address, h.session`;

const take = `WITH taken AS (
    DELETE FROM audit_history WHERE ctid IN (SELECT ctid FROM audit_history LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)
    RETURNING document_id, history_id)
  SELECT ${historyColumns} FROM taken JOIN document_history h ON h.document_id = taken.document_id AND h.id = taken.history_id
  ORDER BY h.id`;

/**
 * Takes what happens to documents into the audit log: a decision writes it into the history of its document and waits for
 * nothing else; the log has it within seconds. Verifying the log looks whether the history still says what was logged.
 */
@Injectable()
export class TakeIntoAudit implements OnModuleInit {
  constructor(
    private readonly audit: AuditLog,
    private readonly chain: SealAudit,
    private readonly verifyAudit: VerifyAudit,
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    const work = this.take.bind(this);
    this.sweeps.add('documents.history-into-audit', { everyMs, work, untilNothing: true });
    this.verifyAudit.also((letGo) => this.verify(letGo));
  }

  /** Takes up to five hundred events; answers how many. To be called again until it answers 0. */
  async take({ tx }: Context): Promise<number> {
    const rows = await tx.query<Row>(take);
    await this.chain.chain(tx, await this.audit.writeAll(tx, rows.map(factsOf)));
    return rows.length;
  }

  private async verify(letGo: LetGoPlaces): Promise<AuditProblem[]> {
    const problems = await this.unlogged(letGo);
    let after = '0';
    for (let page = await this.page(after); page.length > 0; page = await this.page(after)) {
      problems.push(...page.flatMap(changed));
      after = page.at(-1)?.historyId ?? after;
    }
    return problems;
  }

  private page(after: string): Promise<LoggedRow[]> {
    return this.unitOfWork.read<LoggedRow>(
      `SELECT ${auditColumns}, to_jsonb(x) AS story, x.at AS "toldAt" FROM audit_entry e LEFT JOIN LATERAL (
         SELECT ${historyColumns} FROM document_history h
         WHERE h.document_id = e.object_id::uuid AND h.id = e.history_id) x ON true
       WHERE e.history_id > $1 ORDER BY e.history_id LIMIT ${pageSize}`,
      [after],
    );
  }

  /** Events that the log does not have and does not wait for: no trigger saw them come. */
  private async unlogged(letGo: LetGoPlaces): Promise<AuditProblem[]> {
    const rows = await this.unitOfWork.read<{ documentId: string; id: string; event: string; at: Date }>(
      `SELECT h.document_id AS "documentId", h.id::text AS id, h.event, h.at FROM document_history h
       WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.history_id = h.id)
         AND NOT EXISTS (SELECT 1 FROM audit_history w WHERE w.history_id = h.id)`,
    );
    return rows
      .filter(({ event, at }) => at >= (letGo.until.get(event.split('.', 1)[0] ?? '') ?? new Date(0)))
      .map(({ documentId, id }) =>
        problem(
          'inserted',
          null,
          `Event ${id} in the history of document ${documentId} was not written by the program.`,
        ),
      );
  }
}

interface LoggedRow extends AuditEntry {
  /** The event of history as it is now; null when it is gone. */
  readonly story: Omit<Row, 'at'> | null;
  readonly toldAt: Date | null;
}

function changed(row: LoggedRow): AuditProblem[] {
  const { story, toldAt, objectId, historyId } = row;
  const event = `Event ${historyId} in the history of document ${objectId}`;
  if (story === null || toldAt === null) return [problem('removed', row.id, `${event} is gone.`)];
  const { id: _id, keyId: _keyId, mac: _mac, story: _story, toldAt: _toldAt, ...logged } = row;
  const told = keptFacts(factsOf({ ...story, at: toldAt }));
  if (canonicalJson(plainForm(told)) === canonicalJson(plainForm(logged))) return [];
  return [problem('altered', row.id, `${event} is not what was logged.`)];
}

function plainForm({ at, ...facts }: AuditFacts): unknown {
  return { ...facts, at: at.toISOString() };
}

function problem(kind: AuditProblem['kind'], entryId: string | null, message: string): AuditProblem {
  return { kind, entryId, position: null, message };
}

/** An event of history as the log tells it. */
function factsOf({ documentId, id, at, actorId, actorName, event, detail, address, session }: Row): AuditFacts {
  const { before, after } = values(detail);
  return {
    ...{ at, actorId, actorName, forId: idOf(detail['actingFor']), address, session },
    verb: event === 'document.edited' && detail['restored'] !== undefined ? 'document.restored' : event,
    ...{ objectKind: 'document', objectId: documentId, before, after, historyId: id },
  };
}

function values({
  changes,
  before,
  after,
  actingFor: _,
  ...rest
}: Row['detail']): Pick<AuditFacts, 'before' | 'after'> {
  if (Array.isArray(changes)) {
    const fields = changes as readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
    const was = Object.fromEntries(fields.map((change) => [change.field, change.before ?? null]));
    const is = Object.fromEntries(fields.map((change) => [change.field, change.after ?? null]));
    return { before: was, after: { ...is, ...rest } };
  }
  if (before === undefined && after === undefined) return { before: null, after: rest };
  return { before: { value: before ?? null }, after: { value: after ?? null, ...rest } };
}

function idOf(person: unknown): string | null {
  const id = typeof person === 'object' && person !== null && 'id' in person ? person.id : null;
  return isUuid(id) ? id : null;
}
