import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Actor, Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { adminRole } from '../access/grant.js';
import { Directory } from '../directory/directory.js';
import type { Organisation } from '../directory/organisation.js';
import { headedBy, keepsSubstitutionsOf, nobodyPresentAt, substitutionProblems } from './check-substitution.js';
import { KnownStreams } from './known-streams.js';
import {
  substitutionSelection,
  substitutionView,
  toSubstitution,
  type ChangedSubstitutionView,
  type SubstitutionListView,
  type SubstitutionRow,
  type SubstitutionWarning,
} from './substitution-view.js';
import type { AddSubstitutionDto, ChangeSubstitutionDto, SubstitutionsQueryDto } from './substitutions.dto.js';

/** The job that gives open assignments to those who have them to do by the substitutions of the moment; no payload. */
export const substitutionJob = 'routes.apply-substitutions';

/** Who is absent and when, and who acts meanwhile: entered, changed and ended. What has been in force stays on record. */
@Injectable()
export class Substitutions {
  constructor(
    private readonly directory: Directory,
    private readonly streams: KnownStreams,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
  ) {}

  /** Those that concern the actor and the actor's people, an administrator all; the newest first. */
  async list(ctx: Context, query: SubstitutionsQueryDto): Promise<SubstitutionListView> {
    const { actor, tx, now } = ctx;
    const org = this.directory.snapshot();
    const limit = query.limit ?? 50;
    const person = query.person === undefined ? null : personId(org, query.person);
    const rows = await tx.query<SubstitutionRow>(
      `SELECT ${substitutionSelection} FROM substitution s
       WHERE ($1 OR $2 IN (s.absent_id, s.substitute_id, s.created_by) OR s.absent_id = ANY ($3::uuid[]))
         AND ($4::text IS NULL OR $4 IN (s.absent_id::text, s.substitute_id::text))
         AND ($5::boolean IS NULL OR (s.starts_at <= $6 AND $6 < s.ends_at) = $5)
         AND ($7::uuid IS NULL OR s.id < $7)
       ORDER BY s.id DESC LIMIT $8`,
      [
        seesAll(actor),
        actor.id,
        peopleOf(actor, org),
        person,
        query.active ?? null,
        now,
        query.cursor ?? null,
        limit + 1,
      ],
    );
    const items = rows.slice(0, limit).map((row) => substitutionView(row, org, now));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** @throws Refusal forbidden for another's person, invalid with everything that stands against it */
  async add(ctx: Context, body: AddSubstitutionDto): Promise<ChangedSubstitutionView> {
    const org = this.directory.snapshot();
    const row: SubstitutionRow = {
      id: newId(),
      absentId: body.absent === undefined ? ctx.actor.id : personId(org, body.absent),
      substituteId: substituteOf(org, body.substitute ?? null),
      startsAt: new Date(body.startsAt),
      endsAt: new Date(body.endsAt),
      reason: body.reason ?? null,
      streams: body.streams ?? null,
      maxAmount: body.maxAmount ?? null,
      createdBy: ctx.actor.id,
      createdAt: ctx.now,
    };
    this.check(ctx, org, row);
    await insert(ctx, row);
    await this.plan(ctx, row);
    await this.note(ctx, 'added', undefined, row);
    return this.changed(ctx, org, row);
  }

  /**
   * Changes one that has not ended. While it runs its beginning stays; another substitute or other limits hold from
   * now on, and what held until now is kept as one that has ended.
   * @throws Refusal notFound, forbidden, conflict (it has ended, or has begun), invalid
   */
  async change(ctx: Context, id: string, body: ChangeSubstitutionDto): Promise<ChangedSubstitutionView> {
    const org = this.directory.snapshot();
    const before = await this.locked(ctx, org, id);
    const begun = before.startsAt <= ctx.now;
    const startsAt = body.startsAt === undefined ? before.startsAt : new Date(body.startsAt);
    if (begun && startsAt.getTime() !== before.startsAt.getTime()) {
      throw new Refusal('conflict', 'already-begun', 'It has begun already; only its end can be moved.');
    }
    const other = {
      substituteId: body.substitute === undefined ? before.substituteId : substituteOf(org, body.substitute),
      streams: body.streams === undefined ? before.streams : body.streams,
      maxAmount: body.maxAmount === undefined ? before.maxAmount : body.maxAmount,
    };
    const splits = begun && before.startsAt < ctx.now && differ(before, other);
    const row: SubstitutionRow = {
      ...before,
      ...other,
      startsAt: splits ? ctx.now : startsAt,
      endsAt: body.endsAt === undefined ? before.endsAt : new Date(body.endsAt),
      reason: body.reason === undefined ? before.reason : body.reason,
    };
    this.check(ctx, org, row);
    if (splits) await insert(ctx, { ...before, id: newId(), endsAt: ctx.now });
    await update(ctx, row);
    await this.plan(ctx, row);
    await this.note(ctx, 'changed', before, row);
    return this.changed(ctx, org, row);
  }

  /** Ends one that runs now; one that has not begun is removed. @throws Refusal notFound, forbidden, conflict */
  async end(ctx: Context, id: string): Promise<void> {
    const row = await this.locked(ctx, this.directory.snapshot(), id);
    const ended = row.startsAt < ctx.now ? { ...row, endsAt: ctx.now } : undefined;
    if (ended) await update(ctx, ended);
    else await ctx.tx.query('DELETE FROM substitution WHERE id = $1', [id]);
    await this.note(ctx, ended ? 'ended' : 'removed', row, ended);
    for (const key of Object.values(jobKeys(id))) await this.jobs.remove(ctx.tx, key);
    await this.jobs.add(ctx.tx, substitutionJob, {}, { key: substitutionJob });
  }

  private note(
    ctx: Context,
    what: 'added' | 'changed' | 'ended' | 'removed',
    before: SubstitutionRow | undefined,
    after: SubstitutionRow | undefined,
  ): Promise<void> {
    const object = { kind: 'substitution', id: (after ?? before)?.id ?? '' };
    const forId = (after ?? before)?.absentId;
    const told = { ...(before && { before: { ...before } }), ...(after && { after: { ...after } }) };
    return this.audit.write(ctx, { verb: `substitution.${what}`, object, ...(forId && { forId }), ...told });
  }

  private async locked(ctx: Context, org: Organisation, id: string): Promise<SubstitutionRow> {
    const [row] = isUuid(id)
      ? await ctx.tx.query<SubstitutionRow>(
          `SELECT ${substitutionSelection} FROM substitution s WHERE s.id = $1 FOR UPDATE`,
          [id],
        )
      : [];
    const keeps = row !== undefined && keepsSubstitutionsOf(ctx.actor, org, row.absentId);
    const sees = keeps || (row !== undefined && [row.substituteId, row.createdBy].includes(ctx.actor.id));
    if (!row || !sees) throw new Refusal('notFound', 'unknown-substitution', 'There is no such substitution.');
    if (!keeps) throw notYours();
    if (row.endsAt <= ctx.now)
      throw new Refusal('conflict', 'substitution-ended', 'It has ended. Enter a new one instead.');
    return row;
  }

  private check(ctx: Context, org: Organisation, row: SubstitutionRow): void {
    const known = org.persons.has(row.absentId);
    if (known && !keepsSubstitutionsOf(ctx.actor, org, row.absentId)) throw notYours();
    const problems = substitutionProblems(toSubstitution(row), org, ctx.now.getTime(), (key) => this.streams.has(key));
    if (problems.length === 0) return;
    throw new Refusal('invalid', 'wrong-substitution', problems[0]?.message ?? 'The request is malformed.', problems);
  }

  /** Assignments move at once where it runs, and at its beginning and end. */
  private async plan({ tx, now }: Context, { id, startsAt, endsAt }: SubstitutionRow): Promise<void> {
    const keys = jobKeys(id);
    await this.jobs.add(tx, substitutionJob, {}, { key: substitutionJob });
    if (startsAt > now) await this.jobs.add(tx, substitutionJob, {}, { key: keys.start, runAt: startsAt });
    await this.jobs.add(tx, substitutionJob, {}, { key: keys.end, runAt: endsAt });
  }

  private changed({ now }: Context, org: Organisation, row: SubstitutionRow): ChangedSubstitutionView {
    const warnings: SubstitutionWarning[] = [];
    const alone = nobodyPresentAt(toSubstitution(row), org, now.getTime());
    if (alone !== null) {
      const name = org.persons.get(row.absentId)?.name ?? '';
      const why =
        row.substituteId === null
          ? `nobody acts for ${name}: no substitute is named`
          : `nobody in line is present to act for ${name}: the substitute is absent too`;
      const message = `From ${new Date(alone).toISOString()} on ${why}. Assignments stay where they are then.`;
      warnings.push({ code: 'nobody-present', message });
    }
    return { ...substitutionView(row, org, now), warnings };
  }
}

function seesAll(actor: Actor): boolean {
  return actor.kind === 'system' || actor.roles.includes(adminRole);
}

function peopleOf(actor: Actor, org: Organisation): string[] {
  if (actor.headedUnitIds.length === 0) return [];
  return [...org.persons.keys()].filter((id) => headedBy(actor, org, id));
}

/** An unknown name is handed on, for the check to tell. */
function personId(org: Organisation, idOrLogin: string): string {
  const name = idOrLogin.toLowerCase();
  return org.personByLogin.get(name)?.id ?? name;
}

function substituteOf(org: Organisation, idOrLogin: string | null): string | null {
  return idOrLogin === null ? null : personId(org, idOrLogin);
}

function differ(a: Pick<SubstitutionRow, 'substituteId' | 'streams' | 'maxAmount'>, b: typeof a): boolean {
  const essence = ({ substituteId, streams, maxAmount }: typeof a) =>
    JSON.stringify([substituteId, streams, maxAmount?.amount, maxAmount?.currency]);
  return essence(a) !== essence(b);
}

function jobKeys(id: string): { start: string; end: string } {
  return { start: `${substitutionJob}:${id}:start`, end: `${substitutionJob}:${id}:end` };
}

function notYours(): Refusal {
  const message = 'Substitutions are entered by the absent, by the head of their unit or by an administrator.';
  return new Refusal('forbidden', 'not-your-substitution', message);
}

function columns(row: SubstitutionRow): unknown[] {
  const { id, absentId, substituteId, startsAt, endsAt, reason, streams, maxAmount } = row;
  return [id, absentId, substituteId, startsAt, endsAt, reason, streams, maxAmount?.amount, maxAmount?.currency].map(
    (value) => value ?? null,
  );
}

async function insert({ tx }: Context, row: SubstitutionRow): Promise<void> {
  await tx.query(
    `INSERT INTO substitution (id, absent_id, substitute_id, starts_at, ends_at, reason, streams, max_amount, currency,
       created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [...columns(row), row.createdBy, row.createdAt],
  );
}

async function update({ tx }: Context, row: SubstitutionRow): Promise<void> {
  await tx.query(
    `UPDATE substitution SET absent_id = $2, substitute_id = $3, starts_at = $4, ends_at = $5, reason = $6, streams = $7,
       max_amount = $8, currency = $9 WHERE id = $1`,
    columns(row),
  );
}
