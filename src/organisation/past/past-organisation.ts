import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { dayOfDate, instantOf } from '../../worktime/local-time.js';
import { buildOrganisation, type OrganisationRows } from '../directory/build-organisation.js';
import { Directory } from '../directory/directory.js';
import type { Organisation } from '../directory/organisation.js';
import { calendarFor } from '../directory/queries.js';

/** What was in force at the moment `$1`, in one statement. */
const everythingAt = `
  SELECT
    (SELECT coalesce(json_agg(json_build_object(
        'id', p.id, 'login', p.login, 'name', w.name, 'email', p.email, 'language', p.language, 'active', w.active,
        'service', p.kind = 'service', 'roles', '[]'::json
      ) ORDER BY p.login), '[]') FROM person p CROSS JOIN LATERAL (
        -- Of somebody who was entered later, e.g. a head of earlier days, the first that is known.
        SELECT name, active FROM person_past w WHERE w.person_id = p.id
        ORDER BY w.since <= $1 DESC, CASE WHEN w.since <= $1 THEN w.since END DESC, w.since LIMIT 1) w) AS persons,
    (SELECT coalesce(json_agg(json_build_object(
        'id', u.unit_id, 'key', u.key, 'name', u.name, 'parentId', u.parent_id, 'headId', u.head_id, 'calendarKey', null
      ) ORDER BY u.key), '[]') FROM unit_past u WHERE ${during('u')}) AS units,
    (SELECT coalesce(json_agg(json_build_object(
        'id', p.post_id, 'key', p.key, 'name', p.name, 'unitId', p.unit_id,
        'holderIds', (SELECT coalesce(json_agg(h.person_id ORDER BY h.person_id), '[]') FROM post_holder_past h
                      WHERE h.post_id = p.post_id AND ${during('h')})
      ) ORDER BY p.key), '[]') FROM post_past p WHERE ${during('p')}) AS posts,
    (SELECT coalesce(json_agg(json_build_object(
        'id', g.id, 'key', g.key, 'name', g.name, 'roles', '[]'::json,
        'memberIds', (SELECT coalesce(json_agg(m.person_id ORDER BY m.person_id), '[]') FROM group_member_past m
                      WHERE m.group_id = g.id AND ${during('m')})
      ) ORDER BY g.key), '[]') FROM person_group g) AS groups`;

function during(table: string): string {
  return `${table}.since <= $1 AND $1 < ${table}.until`;
}

/** Somebody who headed a unit or held a post, and when. */
export interface PastPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  /** Null: for as long as the records go back. */
  readonly since: string | null;
  /** Null: still. */
  readonly until: string | null;
}

interface PastRow {
  readonly post: string | null;
  readonly person_id: string;
  readonly since: Date | null;
  readonly until: Date | null;
}

/** Who headed a unit and held its posts, the latest first. */
export interface UnitPast {
  readonly heads: PastPerson[];
  readonly posts: readonly { readonly key: string; readonly holders: PastPerson[] }[];
}

/** What the organisation was: who headed a unit on a day, who held a post, who belonged to it. */
@Injectable()
export class PastOrganisation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: Directory,
    private readonly clock: Clock,
  ) {}

  /**
   * The picture at the end of a day of the organisation's calendar, of today at this moment: people with their name of
   * then, without roles.
   * @throws Refusal malformed for what is no day, invalid for one to come
   */
  async on(day: string): Promise<Organisation> {
    const moment = this.endOf(day);
    const [rows] = await this.unitOfWork.read<Pick<OrganisationRows, 'persons' | 'units' | 'posts' | 'groups'>>(
      everythingAt,
      [moment],
    );
    if (!rows) throw new Error('The past could not be read: the database answered no row.');
    return buildOrganisation({ ...rows, substitutions: [], calendars: [] }, 0).organisation;
  }

  /** The first moment of a day of the organisation's calendar. @throws Refusal malformed */
  beginOf(day: string): Date {
    return new Date(this.instant(day, 0));
  }

  /** All who headed the unit and held posts in it, as far as the records go back. */
  async ofUnit(unitId: string): Promise<UnitPast> {
    const rows = await this.unitOfWork.read<PastRow>(
      `SELECT NULL AS post, head_id AS person_id, since, until FROM (
         SELECT head_id, nullif(min(since), '-infinity') AS since, nullif(max(until), 'infinity') AS until, max(until) AS last FROM (
           SELECT *, count(*) FILTER (WHERE head_id IS DISTINCT FROM before) OVER (ORDER BY since) AS turn FROM (
             SELECT *, lag(head_id) OVER (ORDER BY since) AS before FROM unit_past WHERE unit_id = $1) r) t
         WHERE head_id IS NOT NULL GROUP BY turn, head_id) heads
       UNION ALL
       SELECT p.key, h.person_id, nullif(greatest(h.since, p.since), '-infinity'), nullif(least(h.until, p.until), 'infinity')
       FROM post_holder_past h JOIN post_past p ON p.post_id = h.post_id AND p.since < h.until AND h.since < p.until
       WHERE p.unit_id = $1
       ORDER BY until DESC NULLS FIRST, since DESC NULLS LAST`,
      [unitId],
    );
    const posts = new Map<string, PastPerson[]>();
    for (const row of rows) {
      if (row.post !== null) posts.set(row.post, [...(posts.get(row.post) ?? []), this.person(row)]);
    }
    return {
      heads: rows.filter(({ post }) => post === null).map((row) => this.person(row)),
      posts: [...posts].map(([key, holders]) => ({ key, holders })),
    };
  }

  private person({ person_id: id, since, until }: PastRow): PastPerson {
    const person = this.directory.snapshot().persons.get(id);
    return {
      ...{ id, login: person?.login ?? '', name: person?.name ?? '' },
      ...{ since: since?.toISOString() ?? null, until: until?.toISOString() ?? null },
    };
  }

  private endOf(day: string): Date {
    const now = this.clock.now();
    if (this.instant(day, 0) > now.getTime()) {
      const message = 'What will be on a day to come is not known. Ask for today or a day before.';
      throw new Refusal('invalid', 'day-to-come', message, [{ path: 'on', code: 'day-to-come', message }]);
    }
    return new Date(Math.min(this.instant(day, 1) - 1, now.getTime()));
  }

  private instant(day: string, daysOn: number): number {
    const number = dayOfDate(day);
    if (number === undefined) {
      const message = 'There is no such day. Expected one such as 2026-03-15.';
      throw new Refusal('malformed', 'malformed-request', message, [{ path: 'on', code: 'date', message }]);
    }
    return instantOf(calendarFor(this.directory.snapshot(), {}).timeZone, number + daysOn, 0);
  }
}
