import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { OrganisationRows } from './build-organisation.js';

/** One statement, so that all tables are seen at the same moment and the load costs one round trip. */
const everything = `
  SELECT
    (SELECT coalesce(json_agg(json_build_object(
        'id', p.id, 'login', p.login, 'name', p.name, 'email', p.email, 'language', p.language, 'active', p.active, 'service', p.kind = 'service',
        'calendarKey', p.calendar_key,
        'roles', (SELECT coalesce(json_agg(r.role_key ORDER BY r.role_key), '[]') FROM person_role r WHERE r.person_id = p.id)
      ) ORDER BY p.login), '[]') FROM person p) AS persons,
    (SELECT coalesce(json_agg(json_build_object(
        'id', u.id, 'key', u.key, 'name', u.name, 'parentId', u.parent_id, 'headId', u.head_id, 'calendarKey', u.calendar_key,
        'version', u.version, 'closedAt', u.closed_at
      ) ORDER BY u.key), '[]') FROM unit u) AS units,
    (SELECT coalesce(json_agg(json_build_object(
        'id', p.id, 'key', p.key, 'name', p.name, 'unitId', p.unit_id, 'version', p.version,
        'holderIds', (SELECT coalesce(json_agg(h.person_id ORDER BY h.person_id), '[]') FROM post_holder h WHERE h.post_id = p.id)
      ) ORDER BY p.key), '[]') FROM post p) AS posts,
    (SELECT coalesce(json_agg(json_build_object(
        'id', g.id, 'key', g.key, 'name', g.name, 'version', g.version,
        'memberIds', (SELECT coalesce(json_agg(m.person_id ORDER BY m.person_id), '[]') FROM group_member m WHERE m.group_id = g.id),
        'roles', (SELECT coalesce(json_agg(r.role_key ORDER BY r.role_key), '[]') FROM group_role r WHERE r.group_id = g.id)
      ) ORDER BY g.key), '[]') FROM person_group g) AS groups,
    (SELECT coalesce(json_agg(json_build_object(
        'id', s.id, 'absentId', s.absent_id, 'substituteId', s.substitute_id, 'reason', s.reason,
        'startsAt', (extract(epoch FROM s.starts_at) * 1000)::bigint, 'endsAt', (extract(epoch FROM s.ends_at) * 1000)::bigint,
        'streams', s.streams,
        'maxAmount', CASE WHEN s.max_amount IS NOT NULL THEN json_build_object('amount', s.max_amount::text, 'currency', s.currency) END
      )), '[]') FROM substitution s WHERE s.ends_at > $1) AS substitutions,
    (SELECT coalesce(json_agg(json_build_object('key', c.key, 'definition', c.definition)), '[]') FROM working_calendar c) AS calendars`;

/** Reads all of the organisation as it is now; substitutions that ended before `now` are left out. */
export async function loadOrganisation(unitOfWork: UnitOfWork, now: Date): Promise<OrganisationRows> {
  const [rows] = await unitOfWork.read<OrganisationRows>(everything, [now]);
  if (!rows) throw new Error('The organisation could not be read: the database answered no row.');
  return rows;
}
