import { Injectable } from '@nestjs/common';
import { contentHash } from '../../documents/files/content-hash.js';
import { writeHistory } from '../../documents/history/write-history.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context, Tx } from '../../platform/context.js';
import { personValue } from '../assignments/performer-functions.js';
import { touchedDecisions, type TakenDecision } from './bound-decisions.js';
import { lockRun } from './load-run.js';
import type { AskedAgain, DecisionBinding, RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';

interface DecisionRow extends TakenDecision {
  readonly decidedBy: string;
  readonly closedAt: Date;
  readonly step: string | null;
}

/** One thing that has changed since a decision, as the history tells it. */
interface Change {
  readonly path: string;
  readonly name?: unknown;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A document has changed: decisions bound to what is not the same any more lapse, and their people are asked again. */
@Injectable()
export class LapseDecisions {
  constructor(
    private readonly stepper: RunStepper,
    private readonly directory: Directory,
  ) {}

  /** Looks at one run of the changed document. Answers how many decisions have lapsed; safe to repeat. */
  async execute(context: Context, runId: string): Promise<number> {
    let run = await lockRun(context.tx, runId);
    const decisions = await takenDecisions(context.tx, runId);
    const hashes = await hashesNow(context.tx, run.documentId, decisions);
    const touched = touchedDecisions(decisions, ({ id }) => hashes.get(id) ?? '');
    for (const { decision, ask } of touched) run = await this.lapse(context, run, decision, ask);
    return touched.length;
  }

  private async lapse(context: Context, run: RunRecord, decision: DecisionRow, ask: boolean): Promise<RunRecord> {
    const { tx, now } = context;
    const changes = await changesSince(tx, run.documentId, decision);
    await tx.query('UPDATE assignment SET lapsed_at = $2, version = version + 1 WHERE id = $1', [decision.id, now]);
    await writeHistory(context, run.documentId, 'decision.lapsed', {
      assignment: decision.id,
      step: decision.step,
      outcome: decision.outcome,
      performer: personValue(this.directory.snapshot(), decision.decidedBy) ?? null,
      changes,
    });
    return ask && run.status === 'running' ? this.askAgain(context, run, decision, changes) : run;
  }

  /** A refusal means that what was decided for is over, or is being asked already; the lapse stays visible. */
  private async askAgain(
    context: Context,
    run: RunRecord,
    decision: DecisionRow,
    changes: readonly Change[],
  ): Promise<RunRecord> {
    const askedAgain: AskedAgain = { assignment: decision.id, changes };
    const event = {
      type: 'reopen',
      at: context.now.getTime(),
      container: decision.container,
      element: decision.element,
      outcome: decision.outcome,
      performer: personValue(this.directory.snapshot(), decision.decidedBy) ?? null,
      ...(decision.turn === null ? {} : { turn: decision.turn }),
    } as const;
    const stepped = await this.stepper.step(context, run, event, { askedAgain });
    return 'run' in stepped ? stepped.run : run;
  }
}

async function takenDecisions(tx: Tx, runId: string): Promise<DecisionRow[]> {
  return tx.query<DecisionRow>(
    `SELECT id, element, container, turn, decided_sequence AS sequence, outcome, binding, content_hash AS "contentHash",
       lapsed_at IS NOT NULL AS lapsed, coalesce(acting_for_id, performer_id) AS "decidedBy", closed_at AS "closedAt",
       step ->> 'name' AS step,
       coalesce((SELECT bool_or((o ->> 'reasonRequired')::boolean) FROM jsonb_array_elements(outcomes) o
         WHERE o ->> 'key' = outcome), false) AS negative
     FROM assignment WHERE run_id = $1 AND state = 'completed' AND container IS NOT NULL`,
    [runId],
  );
}

/** What each decision would be bound to now, by its id. */
async function hashesNow(tx: Tx, documentId: string, decisions: readonly DecisionRow[]): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const { id, binding, closedAt, lapsed } of decisions) {
    if (binding && !lapsed) hashes.set(id, await contentHash(tx, documentId, binding, closedAt));
  }
  return hashes;
}

/** What of the binding was changed after the decision: fields before and after, and files. */
async function changesSince(tx: Tx, documentId: string, decision: DecisionRow): Promise<Change[]> {
  const rows = await tx.query<{ event: string; detail: Record<string, unknown> }>(
    `SELECT event, detail FROM document_history WHERE document_id = $1 AND at > $2
       AND (event = 'document.edited' OR (event = 'file.version-added' AND detail ->> 'role' = 'attachment')) ORDER BY id`,
    [documentId, decision.closedAt],
  );
  const changes = new Map<string, Change>();
  for (const { event, detail } of rows) {
    for (const change of event === 'document.edited' ? fieldChanges(detail) : [fileChange(detail)]) {
      if (!isBound(decision.binding, change.path)) continue;
      // Several edits of one field are told as one: from what it was at the decision to what it is now.
      const earlier = changes.get(change.path);
      changes.set(change.path, earlier ? { ...change, before: earlier.before } : change);
    }
  }
  return [...changes.values()];
}

function fieldChanges(detail: Record<string, unknown>): Change[] {
  const changes = Array.isArray(detail['changes']) ? (detail['changes'] as Record<string, unknown>[]) : [];
  return changes.map(({ field, name, before, after }) => ({ path: `fields.${String(field)}`, name, before, after }));
}

function fileChange({ file, name, version }: Record<string, unknown>): Change {
  return { path: `files.${String(file)}`, name, after: { version } };
}

function isBound(binding: DecisionBinding | null, path: string): boolean {
  if (binding === null) return false;
  if (path.startsWith('files.')) return binding.files;
  return binding.fields === null || binding.fields.includes(path.slice('fields.'.length));
}
