import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context, Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import type { LocalisedText } from '../../platform/languages.js';
import { say } from '../../platform/words/sentence.js';
import { misfit, refuseRewriting, refuseStale } from '../directory/begin-change.js';
import { KeepAdministrator } from '../people/keep-administrator.js';
import { unitIdOf } from './change-units.js';
import type { CloseUnitDto } from './units.dto.js';

interface ClosingRow {
  readonly id: string;
  readonly name: LocalisedText;
  readonly parent: string | null;
  readonly head: string | null;
  readonly version: number;
  readonly closed: boolean;
}

/** How much of a unit is still open. */
export interface UnitContents {
  /** Names of the units below it that are not closed; while there are any, it cannot be closed. */
  readonly below: readonly LocalisedText[];
  readonly posts: readonly { readonly key: string; readonly name: LocalisedText; readonly holders: number }[];
  /** People who hold its posts or head it. */
  readonly people: number;
  /** Documents of the unit, whatever their state; they stay. */
  readonly documents: number;
  /** Assignments on these documents that are not done; they stay with whom they are. */
  readonly assignments: number;
}

const contents = `
  SELECT
    (SELECT coalesce(json_agg(b.name ORDER BY b.key), '[]') FROM unit b WHERE b.parent_id = $1 AND b.closed_at IS NULL) AS below,
    (SELECT coalesce(json_agg(json_build_object('key', p.key, 'name', p.name,
        'holders', (SELECT count(*) FROM post_holder h WHERE h.post_id = p.id)) ORDER BY p.key), '[]')
      FROM post p WHERE p.unit_id = $1) AS posts,
    (SELECT count(DISTINCT x.id)::int FROM (
      SELECT h.person_id AS id FROM post p JOIN post_holder h ON h.post_id = p.id WHERE p.unit_id = $1
      UNION SELECT head_id FROM unit WHERE id = $1 AND head_id IS NOT NULL) x JOIN person USING (id) WHERE active) AS people,
    (SELECT count(*)::int FROM document WHERE unit_id = $1) AS documents,
    (SELECT count(*)::int FROM assignment a JOIN document d ON d.id = a.document_id
      WHERE d.unit_id = $1 AND a.state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'reported', 'returned')) AS assignments`;

/** Ends a unit as of a day, and takes that back. Each call comes after `beginChange` of its transaction. */
@Injectable()
export class CloseUnit {
  constructor(
    private readonly keepAdministrator: KeepAdministrator,
    private readonly audit: AuditLog,
  ) {}

  /** What closing would concern. @throws Refusal notFound */
  async contents({ tx }: Context, key: string): Promise<UnitContents> {
    const { id } = await this.one(tx, key);
    const [found] = await tx.query<UnitContents>(contents, [id]);
    if (!found) throw new Error('The contents of a unit could not be read: the database answered no row.');
    return found;
  }

  /**
   * The head goes, the posts move to another unit or end with whoever holds them; documents stay as they are.
   * @throws Refusal notFound, stale, conflict while units are below it, when it is closed already, and where nobody would
   * be an administrator any more; invalid for another unit that does not fit
   */
  async close(context: Context, key: string, body: CloseUnitDto, expected: number | undefined): Promise<void> {
    const { tx, now } = context;
    const row = await this.one(tx, key);
    refuseStale(row.version, expected);
    if (row.closed) throw new Refusal('conflict', 'unit-closed', 'The unit is closed already.');
    const { below, posts } = await this.contents(context, row.id);
    if (below.length > 0) {
      const message = say('There are units below it: {units}. Close or move them first.', { units: below });
      throw new Refusal('conflict', 'unit-in-use', message);
    }
    const to = posts.length === 0 || body.to == null ? null : await unitIdOf(tx, body.to, 'to');
    if (to === row.id) throw misfit('to', 'same-unit', say('Choose another unit than the one that is closed.'));
    if (body.since !== undefined) await this.refuseEarlier(tx, row.id);
    if (to === null) await tx.query('DELETE FROM post WHERE unit_id = $1', [row.id]);
    else await tx.query('UPDATE post SET unit_id = $2, version = version + 1 WHERE unit_id = $1', [row.id, to]);
    const [{ at } = { at: now }] = await tx.query<{ at: Date }>(
      `UPDATE unit SET head_id = NULL, closed_at = organisation_moment(), version = version + 1 WHERE id = $1
       RETURNING closed_at AS at`,
      [row.id],
    );
    // From then on it is in no picture of the organisation.
    await tx.query(`DELETE FROM unit_past WHERE unit_id = $1 AND since >= organisation_moment()`, [row.id]);
    await tx.query(
      `UPDATE unit_past SET until = organisation_moment() WHERE unit_id = $1 AND until > organisation_moment()`,
      [row.id],
    );
    await this.keepAdministrator.check(context);
    const moved = posts.map((post) => post.key);
    await this.audit.write(context, {
      ...{ verb: 'unit.closed', object: { kind: 'unit', id: row.id } },
      before: { head: row.head, posts: moved },
      after: { head: null, ...(to === null ? { postsEnded: moved } : { postsMovedTo: to }), at: at.toISOString() },
    });
  }

  /** The unit is there again from now on, without a head and posts. @throws Refusal notFound, stale, conflict */
  async reopen(context: Context, key: string, expected: number | undefined): Promise<void> {
    const { tx } = context;
    const row = await this.one(tx, key);
    refuseStale(row.version, expected);
    if (!row.closed) throw new Refusal('conflict', 'unit-open', 'The unit is not closed.');
    const above = await tx.query('SELECT 1 AS one FROM unit WHERE id = $1 AND closed_at IS NOT NULL', [row.parent]);
    if (above.length > 0)
      throw new Refusal('conflict', 'unit-closed', 'The unit above it is closed. Open that one first.');
    await tx.query('UPDATE unit SET closed_at = NULL, version = version + 1 WHERE id = $1', [row.id]);
    await tx.query(
      `INSERT INTO unit_past SELECT id, key, name, parent_id, head_id, organisation_moment() FROM unit WHERE id = $1`,
      [row.id],
    );
    const object = { kind: 'unit', id: row.id };
    await this.audit.write(context, { verb: 'unit.reopened', object, after: { head: null } });
  }

  /** What is recorded of the unit, or of one below it, after the day on which it is to end. */
  private async refuseEarlier(tx: Tx, id: string): Promise<void> {
    await refuseRewriting(tx, 'unit', id);
    const later = await tx.query(
      'SELECT 1 AS one FROM unit_past WHERE parent_id = $1 AND until > organisation_moment() LIMIT 1',
      [id],
    );
    if (later.length > 0)
      throw misfit('since', 'changed-since', say('It was changed after that day. Choose a later one.'));
  }

  private async one(tx: Tx, key: string): Promise<ClosingRow> {
    const [row] = await tx.query<ClosingRow>(
      `SELECT id, name, parent_id AS parent, head_id AS head, version, closed_at IS NOT NULL AS closed FROM unit
       WHERE key = $1 OR id = $2`,
      [key, isUuid(key) ? key : null],
    );
    if (!row) throw new Refusal('notFound', 'unknown-unit', 'There is no such unit.');
    return row;
  }
}
