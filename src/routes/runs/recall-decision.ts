import { Injectable } from '@nestjs/common';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context, Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say, type Sentence } from '../../platform/words/sentence.js';
import { isUuid } from '../../platform/ids.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import { recall } from '../engine/recall.js';
import { lockRun, pinnedOf, readRuns } from './load-run.js';
import { readRecordedSteps, readStepsOf, type RecordedSteps } from './recorded-steps.js';
import type { RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';

/** How many decisions are looked at in one list. */
const mostShown = 200;

/** For so long the decision that has ended a route can be taken back. */
const openAfterEndMs = 24 * 3_600_000;

interface DecisionRow {
  readonly id: string;
  readonly run_id: string | null;
  readonly instance: string;
  readonly step: { name: string } | null;
  readonly state: string;
  readonly closed_by: string | null;
  readonly performer_id: string;
  readonly decided_sequence: number | null;
  readonly outcome: string | null;
}

/** A decision is taken back, as if it had never been taken, until somebody has opened what followed from it. */
@Injectable()
export class RecallDecision {
  constructor(
    private readonly stepper: RunStepper,
    private readonly routes: RouteRegistry,
    private readonly directory: Directory,
  ) {}

  /**
   * Answers the id of the assignment that is open again.
   * @throws Refusal notFound, forbidden (somebody else's decision), conflict (too late, with what stands in the way)
   */
  async execute(context: Context, assignmentId: string, reason: string | undefined): Promise<string> {
    const runId = await runOf(context.tx, assignmentId);
    const run = await lockRun(context.tx, runId);
    const decision = await decisionOf(context.tx, assignmentId);
    this.check(context, run, decision);
    const reopened = run.status === 'finished';
    if (reopened) await this.checkEnd(context, run);
    const recalled = await this.without(context.tx, run, decision, await readRecordedSteps(context.tx, run.id));
    if ('refused' in recalled)
      throw tooLate(say('It cannot be taken back any more: {reason}.', { reason: recalled.refused }));
    await this.checkUnopened(context.tx, run.id, Object.keys(recalled.state.instances));
    await context.tx.query(`UPDATE assignment SET state = 'obsolete', version = version + 1 WHERE id = $1`, [
      decision.id,
    ]);
    const event = { type: 'restore', at: context.now.getTime(), reason: 'recall', state: recalled.state } as const;
    const detail = { assignment: decision.id, step: decision.step?.name ?? null, outcome: decision.outcome };
    const again = reopened ? [{ event: 'route.reopened', detail: { run: run.id, route: run.route } }] : [];
    const stepped = await this.stepper
      .step(context, run, event, {
        history: [{ event: 'decision.recalled', detail: { ...detail, reason: reason ?? null } }, ...again],
        reissued: { instance: decision.instance, performerId: decision.performer_id },
      })
      .catch(startedAgain);
    if (!('run' in stepped)) throw new Error('A run that was computed from its own record cannot be restored.');
    return this.takeOverDue(context.tx, run.id, decision);
  }

  /** Those of the assignments whose decision the actor could take back at this moment. */
  async recallable({ tx, actor, now }: Context, assignmentIds: readonly string[]): Promise<ReadonlySet<string>> {
    const ids = assignmentIds.slice(0, mostShown);
    const since = new Date(now.getTime() - openAfterEndMs);
    const decisions =
      ids.length === 0 ? [] : await tx.run<DecisionRow & { run_id: string }>(ownDecisions, [ids, actor.id, since]);
    const runIds = [...new Set(decisions.map(({ run_id: id }) => id))];
    if (runIds.length === 0) return new Set();
    const runs = await readRuns(tx, runIds);
    const steps = await readStepsOf(tx, runIds);
    const opened = await tx.run<{ run_id: string; instance: string }>(openedInRuns, [runIds]);
    const found = new Set<string>();
    for (const decision of decisions) {
      const run = runs.get(decision.run_id);
      const recorded = steps.get(decision.run_id);
      if (!run || !recorded || run.sequence !== recorded.first + recorded.steps.length - 1) continue;
      const recalled = await this.without(tx, run, decision, recorded);
      if ('refused' in recalled) continue;
      const stays = (instance: string) => Object.hasOwn(recalled.state.instances, instance);
      if (opened.every((one) => one.run_id !== run.id || stays(one.instance))) found.add(decision.id);
    }
    return found;
  }

  /** The state that the run would be in without the decision. */
  private async without(
    tx: Tx,
    run: RunRecord,
    { decided_sequence: sequence }: DecisionRow,
    { steps, first }: RecordedSteps,
  ): Promise<ReturnType<typeof recall>> {
    const library = await this.routes.library(pinnedOf(run), tx);
    return recall(library, steps, (sequence ?? 0) - first, run.state);
  }

  private check(context: Context, run: RunRecord, decision: DecisionRow): void {
    if (decision.closed_by !== context.actor.id) {
      throw new Refusal('forbidden', 'not-your-decision', 'Only who has taken a decision can take it back.');
    }
    if (decision.state !== 'completed' || decision.decided_sequence === null) {
      throw tooLate('There is no decision here that could be taken back.');
    }
    if (run.status === 'cancelled') throw tooLate('The route was given up; there is nothing to come back to.');
  }

  /**
   * Nobody opens what follows from the end of a route. So the decision that has ended it can be taken back for a day, as long
   * as nothing has happened to the document since: nobody has changed it, sent it, or begun another route with it.
   */
  private async checkEnd({ tx, now }: Context, run: RunRecord): Promise<void> {
    const [after] = await tx.query<{ finished_at: Date; actor: string | null; event: string | null }>(
      `SELECT r.finished_at, h.actor_name AS actor, h.event FROM route_run r
       LEFT JOIN LATERAL (SELECT actor_name, event FROM document_history h
         WHERE h.document_id = r.document_id AND h.at > r.finished_at ORDER BY h.id LIMIT 1) h ON true
       WHERE r.id = $1`,
      [run.id],
    );
    if (!after || now.getTime() - after.finished_at.getTime() > openAfterEndMs)
      throw tooLate('The route has ended more than a day ago.');
    if (after.event === null) return;
    throw tooLate(
      say('The route has ended, and the document has gone on since ({name}).', { name: after.actor ?? '' }),
    );
  }

  /** What would be withdrawn must not have been opened by anybody. */
  private async checkUnopened(tx: Tx, runId: string, staying: readonly string[]): Promise<void> {
    const [opened] = await tx.query<{ performer_id: string | null; step: { name: string } | null }>(
      `SELECT performer_id, step FROM assignment
       WHERE run_id = $1 AND closed_at IS NULL AND NOT instance = ANY ($2::text[]) AND opened_at IS NOT NULL LIMIT 1`,
      [runId, staying],
    );
    if (!opened) return;
    const person =
      opened.performer_id === null ? undefined : this.directory.snapshot().persons.get(opened.performer_id);
    throw tooLate(
      say('{person} has opened "{step}" already.', {
        person: person?.name ?? say('Somebody'),
        step: opened.step?.name ?? say('what follows'),
      }),
    );
  }

  /** The same work with the same time for it, not a new one. */
  private async takeOverDue(tx: Tx, runId: string, decision: DecisionRow): Promise<string> {
    const [issued] = await tx.query<{ id: string }>(
      `UPDATE assignment a SET due_at = b.due_at, due_because = b.due_because, opened_at = b.opened_at
       FROM assignment b WHERE a.run_id = $1 AND a.instance = $2 AND a.closed_at IS NULL AND b.id = $3 RETURNING a.id`,
      [runId, decision.instance, decision.id],
    );
    if (!issued) throw new Error('The decision was taken back, but nobody has the assignment.');
    return issued.id;
  }
}

const ownDecisions = {
  name: 'decisions_of_actor',
  text: `SELECT a.id, a.run_id, a.instance, a.step, a.state, a.closed_by, a.performer_id, a.decided_sequence, a.outcome
    FROM assignment a JOIN route_run r ON r.id = a.run_id
    WHERE a.id = ANY ($1::uuid[]) AND a.state = 'completed' AND a.closed_by = $2 AND a.decided_sequence IS NOT NULL
      AND (r.status = 'running' OR (r.status = 'finished' AND r.finished_at > $3
        AND NOT EXISTS (SELECT FROM document_history h WHERE h.document_id = a.document_id AND h.at > r.finished_at)))`,
};
const openedInRuns = {
  name: 'opened_in_runs',
  text: `SELECT run_id, instance FROM assignment
    WHERE run_id = ANY ($1::uuid[]) AND closed_at IS NULL AND opened_at IS NOT NULL`,
};

async function runOf(tx: Tx, assignmentId: string): Promise<string> {
  const [row] = isUuid(assignmentId)
    ? await tx.query<{ run_id: string | null }>('SELECT run_id FROM assignment WHERE id = $1', [assignmentId])
    : [];
  if (!row) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
  if (row.run_id === null) throw tooLate('It belongs to no route; there is no decision that could be taken back.');
  return row.run_id;
}

/** Read again under the lock of the run: it may have changed while that was waited for. */
async function decisionOf(tx: Tx, id: string): Promise<DecisionRow> {
  const [row] = await tx.query<DecisionRow>(
    `SELECT id, run_id, instance, step, state, closed_by, performer_id, decided_sequence, outcome
     FROM assignment WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!row) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
  return row;
}

/** Another run of the route that began at the same moment. */
function startedAgain(error: unknown): never {
  if ((error as { constraint?: unknown }).constraint !== 'route_run_once') throw error;
  throw tooLate('The route has ended, and the document was sent along it again.');
}

function tooLate(message: string | Sentence): Refusal {
  return new Refusal('conflict', 'cannot-be-recalled', message);
}
