import { Injectable } from '@nestjs/common';
import { grantAccess } from '../../documents/access/grant-access.js';
import { EditDocument } from '../../documents/card/edit-document.js';
import { hashOfContent } from '../../documents/files/content-hash.js';
import { writeHistory } from '../../documents/history/write-history.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { isUuid } from '../../platform/ids.js';
import { checkPerformer, moved } from '../assignments/check-performer.js';
import { withdrawRequests } from '../assignments/close-tree.js';
import { personValue } from '../assignments/performer-functions.js';
import { StandIns } from '../assignments/stand-ins.js';
import { applyFields, checkOutcome, checkUnmoved, placeOf, settleBelow, type Decision } from './decision.js';
import {
  loadDecided,
  lockAssignmentAndRun,
  type AssignmentReport,
  type AssignmentToDecide,
  type LockedAssignment,
} from './load-run.js';
import type { RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';

/** What was seen when it was decided; absent: whatever it is now. */
type Seen = Pick<Decision, 'version' | 'documentVersion'>;
export type Acceptance = Seen & { readonly comment?: string };
export type Return = Seen & { readonly reason: string };

/** Execution under control: the performer reports, the controller (or the lead of co-performers) accepts or returns. */
@Injectable()
export class ReportAssignment {
  constructor(
    private readonly stepper: RunStepper,
    private readonly directory: Directory,
    private readonly edit: EditDocument,
    private readonly standIns: StandIns,
  ) {}

  /**
   * The performer says that it is done. Where nobody is to accept it, it is completed at once.
   * @throws Refusal notFound, forbidden, conflict (state, open sub-assignments), invalid (outcome, reason, fields)
   */
  async report(context: Context, id: string, decision: Decision): Promise<void> {
    const found = await locked(context, id);
    if (found.run && acceptorOf(found.assignment) === null) {
      await checkPerformer(context, this.standIns, found.assignment);
      const message = 'Nobody controls this assignment; complete it instead.';
      throw new Refusal('conflict', 'not-controlled', message);
    }
    await this.take(context, found, decision);
  }

  /** Like `report`, of an assignment that is locked already. */
  async take(context: Context, found: LockedAssignment, decision: Decision): Promise<void> {
    const { assignment, document } = found;
    const actingFor = await checkPerformer(context, this.standIns, assignment);
    moved(assignment.state, 'report');
    checkUnmoved(found, decision);
    checkOutcome(assignment, decision);
    await settleBelow(context, assignment, decision.closeSubAssignments);
    const edited = await applyFields(context, this.edit, found, decision);
    const decidedOn = (edited ? await loadDecided(context.tx, assignment.id) : undefined) ?? document;
    const report: AssignmentReport = {
      outcome: decision.outcome ?? null,
      comment: decision.comment ?? null,
      by: context.actor.id,
      actingFor,
      at: context.now.toISOString(),
      contentHash: hashOfContent(decidedOn, assignment.binding ?? undefined),
      documentVersion: decidedOn.version,
    };
    const accepted = acceptorOf(assignment) !== null;
    if (accepted) await this.update(context, assignment, 'reported', report);
    else await this.close(context, assignment, report);
    await this.tell(context, assignment, accepted ? 'assignment.reported' : 'assignment.completed', {
      outcome: report.outcome,
      comment: report.comment,
    });
  }

  /**
   * The route goes on with what was reported.
   * @throws Refusal notFound, forbidden (not the one who accepts), conflict (nothing was reported, or what was reported on
   * has changed since)
   */
  async accept(context: Context, id: string, { comment, ...seen }: Acceptance): Promise<void> {
    const found = await locked(context, id);
    const { assignment, run, document } = found;
    await this.checkAcceptor(context, assignment);
    moved(assignment.state, 'accept');
    checkUnmoved(found, seen);
    const { report } = assignment;
    if (!report) throw new Error(`The assignment ${id} is reported without a report.`);
    checkUnchanged(assignment, report, document);
    await this.close(context, assignment, report, run);
    if (run) await this.goOn(context, assignment, run, report);
    await this.tell(context, assignment, 'assignment.accepted', { outcome: report.outcome, comment: comment ?? null });
  }

  /** Back to the performer, with the reason. @throws Refusal like `accept` */
  async sendBack(context: Context, id: string, { reason, ...seen }: Return): Promise<void> {
    const found = await locked(context, id);
    const { assignment } = found;
    await this.checkAcceptor(context, assignment);
    moved(assignment.state, 'return');
    checkUnmoved(found, seen);
    await this.update(context, assignment, 'returned', assignment.report, reason);
    await this.tell(context, assignment, 'assignment.returned', { reason });
  }

  private async checkAcceptor(context: Context, assignment: AssignmentToDecide): Promise<void> {
    const acceptor = acceptorOf(assignment);
    const { actor } = context;
    if (actor.id === acceptor || actor.roles.includes('admin')) return;
    if (acceptor !== null && (await this.standIns.actsFor(context, acceptor, assignment.documentId))) {
      // Whoever accepts may read what was reported on, from then on.
      await grantAccess(context.tx, assignment.documentId, [actor.id], 'assignment');
      return;
    }
    const named = [assignment.performerId, assignment.ownerId, assignment.authorId, ...assignment.candidateIds];
    if (!named.includes(actor.id)) throw unknown();
    const name = acceptor === null ? undefined : this.directory.snapshot().persons.get(acceptor)?.name;
    throw new Refusal(
      'forbidden',
      'not-the-controller',
      say('This is accepted or returned by {person}.', { person: name ?? say('nobody') }),
    );
  }

  private async update(
    { tx, now }: Context,
    { id, version }: AssignmentToDecide,
    state: 'reported' | 'returned',
    report: AssignmentReport | null,
    reason: string | null = null,
  ): Promise<void> {
    const rows = await tx.query(
      `UPDATE assignment SET state = $3, report = $4, returned_reason = $5, performer_id = coalesce(($4::jsonb ->> 'by')::uuid, performer_id),
         waiting_since = $6, version = version + 1 WHERE id = $1 AND version = $2 RETURNING id`,
      [id, version, state, JSON.stringify(report), reason, now],
    );
    if (rows.length === 0) throw changedMeanwhile();
  }

  private async close(
    { tx, now, actor }: Context,
    assignment: AssignmentToDecide,
    report: AssignmentReport,
    run?: RunRecord | null,
  ): Promise<void> {
    const { container, turn } = run ? placeOf(run.state, assignment.instance) : { container: null, turn: null };
    const rows = await tx.query(
      `UPDATE assignment SET state = 'completed', outcome = $3, comment = $4, closed_at = $5, closed_by = $6,
         performer_id = $7, acting_for_id = $8, report = $9, content_hash = $10, decided_version = $11, container = $12,
         turn = $13, decided_sequence = $14, version = version + 1 WHERE id = $1 AND version = $2 RETURNING id`,
      [
        assignment.id,
        assignment.version,
        report.outcome,
        report.comment,
        now,
        actor.id,
        report.by,
        report.actingFor,
        JSON.stringify(report),
        report.contentHash,
        report.documentVersion,
        container,
        turn,
        run ? run.sequence + 1 : null,
      ],
    );
    if (rows.length === 0) throw changedMeanwhile();
    await withdrawRequests({ tx, now }, assignment.id);
  }

  /** The route goes on with what was reported, as if whoever reported it had decided now. */
  private async goOn(
    context: Context,
    assignment: AssignmentToDecide,
    run: RunRecord,
    { outcome, comment, by }: AssignmentReport,
  ): Promise<void> {
    const stepped = await this.stepper.step(context, run, {
      type: 'complete',
      at: context.now.getTime(),
      instance: assignment.instance ?? '',
      performer: personValue(this.directory.snapshot(), by) ?? null,
      ...(outcome === null ? {} : { outcome }),
      ...(comment === null ? {} : { comment }),
    });
    if ('refused' in stepped) throw new Refusal('conflict', stepped.refused.code, stepped.refused.message);
    if ('outdated' in stepped) throw changedMeanwhile();
  }

  private async tell(
    context: Context,
    { id, documentId, step }: AssignmentToDecide,
    event: string,
    detail: object,
  ): Promise<void> {
    await writeHistory(context, documentId, event, { assignment: id, step: step?.name ?? null, ...detail });
  }
}

/** Who accepts: the controller, or the lead of a co-performer; null for nobody. */
export function acceptorOf({
  controllerId,
  leadId,
}: Pick<AssignmentToDecide, 'controllerId' | 'leadId'>): string | null {
  return controllerId ?? leadId;
}

/** A report that is bound to something counts for what it was made on. */
function checkUnchanged(
  { binding }: AssignmentToDecide,
  { contentHash }: AssignmentReport,
  document: LockedAssignment['document'],
): void {
  if (binding === null || hashOfContent(document, binding) === contentHash) return;
  const message = 'The document has changed since it was reported on. Return it, so that it is looked at again.';
  throw new Refusal('conflict', 'changed-since-report', message);
}

async function locked(context: Context, id: string): Promise<LockedAssignment> {
  const found = isUuid(id) ? await lockAssignmentAndRun(context.tx, id) : undefined;
  if (!found) throw unknown();
  return found;
}

function unknown(): Refusal {
  return new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
}

function changedMeanwhile(): Refusal {
  const message = 'This assignment was changed at the same moment. Open it again.';
  return new Refusal('conflict', 'already-decided', message);
}
