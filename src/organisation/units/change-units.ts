import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context, Tx } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';
import type { LocalisedText } from '../../platform/languages.js';
import { misfit, refuseRewriting, refuseStale } from '../directory/begin-change.js';
import type { AddUnitDto, ChangeUnitDto } from './units.dto.js';

interface UnitRow {
  readonly id: string;
  readonly key: string;
  readonly name: LocalisedText;
  readonly parent: string | null;
  readonly head: string | null;
  readonly calendar: string | null;
  readonly version: number;
  readonly closed: boolean;
}

/** Ids instead of what names them. */
interface Wanted {
  readonly name: LocalisedText;
  readonly parent: string | null;
  readonly head: string | null;
  readonly calendar: string | null;
}

const selectUnit =
  'SELECT id, key, name, parent_id AS parent, head_id AS head, calendar_key AS calendar, version, closed_at IS NOT NULL AS closed FROM unit';

/** Changes the tree of units. Each call comes after `beginChange` of its transaction. */
@Injectable()
export class ChangeUnits {
  constructor(private readonly audit: AuditLog) {}

  /** Answers the key. @throws Refusal conflict for a key that is taken, invalid for what does not fit */
  async add(context: Context, body: AddUnitDto): Promise<string> {
    const { tx } = context;
    const wanted = await this.resolve(tx, { name: body.name, parent: null, head: null, calendar: null }, body);
    const id = newId();
    const added = await tx.query(
      `INSERT INTO unit (id, key, name, parent_id, head_id, calendar_key) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (key) DO NOTHING RETURNING 1 AS one`,
      [id, body.key, JSON.stringify(wanted.name), wanted.parent, wanted.head, wanted.calendar],
    );
    if (added.length === 0) {
      throw new Refusal(
        'conflict',
        'key-taken',
        say('There is a unit with the key "{key}" already.', { key: body.key }),
        [{ path: 'key', code: 'key-taken', message: 'Choose another key.' }],
      );
    }
    await this.tell(context, 'unit.added', id, { after: { key: body.key, ...wanted, since: body.since } });
    return body.key;
  }

  /** @throws Refusal notFound, stale, invalid for what does not fit, e.g. a unit below itself */
  async change(context: Context, key: string, body: ChangeUnitDto, expected: number | undefined): Promise<void> {
    const { tx } = context;
    const row = await this.one(tx, key);
    refuseStale(row.version, expected);
    if (row.closed) throw new Refusal('conflict', 'unit-closed', 'The unit is closed. Open it again to change it.');
    const { name, parent, head, calendar } = row;
    const before: Wanted = { name, parent, head, calendar };
    const after = await this.resolve(tx, before, body);
    if (after.parent !== null && after.parent !== parent) await this.refuseRing(tx, row.id, after.parent);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (body.since !== undefined) await refuseRewriting(tx, 'unit', row.id);
    await tx.query(
      `UPDATE unit SET name = $2, parent_id = $3, head_id = $4, calendar_key = $5, version = version + 1 WHERE id = $1`,
      [row.id, JSON.stringify(after.name), after.parent, after.head, after.calendar],
    );
    await this.tell(context, 'unit.changed', row.id, { before, after: { ...after, since: body.since } });
  }

  /** @throws Refusal notFound, stale, conflict while it has units below it, posts, or documents */
  async remove(context: Context, key: string, expected: number | undefined): Promise<void> {
    const { tx } = context;
    const { id, version, closed: _closed, ...before } = await this.one(tx, key);
    refuseStale(version, expected);
    const [uses] = await tx.query<{ units: boolean; posts: boolean; documents: boolean }>(
      `SELECT EXISTS (SELECT FROM unit WHERE parent_id = $1) AS units, EXISTS (SELECT FROM post WHERE unit_id = $1) AS posts,
         EXISTS (SELECT FROM document WHERE unit_id = $1) AS documents`,
      [id],
    );
    const inside = [
      ...(uses?.units ? [say('units')] : []),
      ...(uses?.posts ? [say('posts')] : []),
      ...(uses?.documents ? [say('documents')] : []),
    ];
    if (inside.length > 0) {
      const message = say('The unit still has {what}. Move them elsewhere first.', { what: inside });
      throw new Refusal('conflict', 'unit-in-use', message);
    }
    await tx.query('DELETE FROM unit WHERE id = $1', [id]);
    await this.tell(context, 'unit.removed', id, { before });
  }

  private async one(tx: Tx, key: string): Promise<UnitRow> {
    const [row] = await tx.query<UnitRow>(`${selectUnit} WHERE key = $1 OR id = $2`, [key, isUuid(key) ? key : null]);
    if (!row) throw new Refusal('notFound', 'unknown-unit', 'There is no such unit.');
    return row;
  }

  private async resolve(tx: Tx, present: Wanted, body: ChangeUnitDto): Promise<Wanted> {
    const { name, parent, head, calendar } = body;
    return {
      name: name ?? present.name,
      parent: parent === undefined ? present.parent : parent && (await unitIdOf(tx, parent, 'parent')),
      head: head === undefined ? present.head : head && (await personIdOf(tx, head, 'head')),
      calendar: calendar === undefined ? present.calendar : calendar && (await calendarKeyOf(tx, calendar)),
    };
  }

  private async refuseRing(tx: Tx, id: string, parent: string): Promise<void> {
    const ring = await tx.query(
      `WITH RECURSIVE above AS (
         SELECT id, parent_id FROM unit WHERE id = $1
         UNION SELECT u.id, u.parent_id FROM unit u JOIN above a ON u.id = a.parent_id)
       SELECT 1 AS one FROM above WHERE id = $2`,
      [parent, id],
    );
    if (ring.length > 0)
      throw misfit('parent', 'ring', say('A unit cannot stand below itself or below one of its own units.'));
  }

  private tell(context: Context, verb: string, id: string, change: { before?: object; after?: object }): Promise<void> {
    return this.audit.write(context, { verb, object: { kind: 'unit', id }, ...(change as Record<string, never>) });
  }
}

/** @throws Refusal invalid for a unit that does not exist or is closed */
export async function unitIdOf(tx: Tx, unit: string, path: string): Promise<string> {
  const [row] = await tx.query<{ id: string; closed: boolean }>(
    'SELECT id, closed_at IS NOT NULL AS closed FROM unit WHERE key = $1 OR id = $2',
    [unit, isUuid(unit) ? unit : null],
  );
  if (!row) throw misfit(path, 'unknown-unit', say('There is no unit "{unit}".', { unit }));
  if (row.closed) throw misfit(path, 'unit-closed', say('The unit "{unit}" is closed.', { unit }));
  return row.id;
}

/** @throws Refusal invalid for somebody who does not exist or is not active, and for a program */
export async function personIdOf(tx: Tx, person: string, path: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `SELECT id FROM person WHERE (login = $1 OR id = $2) AND active AND kind = 'person'`,
    [person.trim().toLowerCase(), isUuid(person) ? person : null],
  );
  if (!row) throw misfit(path, 'unknown-person', say('There is no active person "{person}".', { person }));
  return row.id;
}

/** @throws Refusal invalid for a calendar that does not exist */
export async function calendarKeyOf(tx: Tx, key: string): Promise<string> {
  const found = await tx.query('SELECT 1 AS one FROM working_calendar WHERE key = $1', [key]);
  if (found.length === 0)
    throw misfit('calendar', 'unknown-calendar', say('There is no working calendar "{key}".', { key }));
  return key;
}
