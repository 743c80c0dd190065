import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context, Tx } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';
import type { LocalisedText } from '../../platform/languages.js';
import { misfit, refuseStale } from '../directory/begin-change.js';
import { KeepAdministrator } from '../people/keep-administrator.js';

/** A group as it is stored. */
export interface GroupRow {
  readonly id: string;
  readonly key: string;
  readonly name: LocalisedText;
  readonly externalId: string | null;
  /** Ids. */
  readonly members: string[];
  readonly roles: string[];
  readonly version: number;
}

/** What is to be so; members by id. */
export type GroupWish = Partial<Pick<GroupRow, 'name' | 'externalId' | 'members' | 'roles'>>;

/** What groups are read by, from `person_group g`. */
export const selectGroups = `SELECT g.id, g.key, g.name, g.external_id AS "externalId", g.version,
  (SELECT coalesce(array_agg(m.person_id::text ORDER BY m.person_id), '{}') FROM group_member m WHERE m.group_id = g.id) AS members,
  (SELECT coalesce(array_agg(r.role_key ORDER BY r.role_key), '{}') FROM group_role r WHERE r.group_id = g.id) AS roles
  FROM person_group g`;

/** Changes groups. Each call comes after `beginChange` of its transaction. */
@Injectable()
export class ChangeGroups {
  constructor(
    private readonly audit: AuditLog,
    private readonly keepAdministrator: KeepAdministrator,
  ) {}

  /** @throws Refusal notFound */
  async one({ tx }: Context, keyOrId: string): Promise<GroupRow> {
    const [row] = await tx.query<GroupRow>(`${selectGroups} WHERE g.key = $1 OR g.id = $2`, [
      keyOrId,
      isUuid(keyOrId) ? keyOrId : null,
    ]);
    if (!row) throw new Refusal('notFound', 'unknown-group', 'There is no such group.');
    return row;
  }

  /** Answers the id. @throws Refusal conflict for a key that is taken, invalid for unknown people and roles */
  async add(context: Context, key: string, wish: GroupWish & Pick<GroupRow, 'name'>): Promise<string> {
    const { tx } = context;
    const id = newId();
    const added = await tx.query(
      `INSERT INTO person_group (id, key, name, external_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1 AS one`,
      [id, key, JSON.stringify(wish.name), wish.externalId ?? null],
    );
    if (added.length === 0) {
      throw new Refusal('conflict', 'key-taken', say('There is a group with the key "{key}" already.', { key }), [
        { path: 'key', code: 'key-taken', message: 'Choose another key.' },
      ]);
    }
    const { members = [], roles = [] } = wish;
    await this.setMembers(tx, id, members);
    await this.setRoles(tx, id, roles);
    const after = { key, ...wish, members, roles };
    await this.audit.write(context, { verb: 'group.added', object: { kind: 'group', id }, after });
    return id;
  }

  /** @throws Refusal notFound, stale, invalid for unknown people and roles, conflict for the last administrator */
  async change(context: Context, keyOrId: string, wish: GroupWish, expected: number | undefined): Promise<void> {
    const { tx } = context;
    const { id, version, name, externalId, members, roles } = await this.one(context, keyOrId);
    refuseStale(version, expected);
    const before = { name, externalId, members, roles };
    const after = {
      name: wish.name ?? name,
      externalId: wish.externalId === undefined ? externalId : wish.externalId,
      members: wish.members === undefined ? members : [...new Set(wish.members)].sort(),
      roles: wish.roles === undefined ? roles : [...new Set(wish.roles)].sort(),
    };
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    await tx.query('UPDATE person_group SET name = $2, external_id = $3, version = version + 1 WHERE id = $1', [
      id,
      JSON.stringify(after.name),
      after.externalId,
    ]);
    await this.setMembers(tx, id, after.members);
    await this.setRoles(tx, id, after.roles);
    await this.keepAdministrator.check(context);
    await this.audit.write(context, { verb: 'group.changed', object: { kind: 'group', id }, before, after });
  }

  /** @throws Refusal notFound, stale, conflict for the last administrator */
  async remove(context: Context, keyOrId: string, expected: number | undefined): Promise<void> {
    const { id, version, ...before } = await this.one(context, keyOrId);
    refuseStale(version, expected);
    await context.tx.query('DELETE FROM person_group WHERE id = $1', [id]);
    await this.keepAdministrator.check(context);
    await this.audit.write(context, { verb: 'group.removed', object: { kind: 'group', id }, before });
  }

  private async setMembers(tx: Tx, id: string, members: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM group_member WHERE group_id = $1 AND person_id <> ALL ($2)', [id, members]);
    const known = await tx.query<{ id: string }>(
      `INSERT INTO group_member (group_id, person_id) SELECT $1, id FROM person WHERE id = ANY ($2) AND kind = 'person'
       ON CONFLICT (group_id, person_id) DO UPDATE SET group_id = excluded.group_id RETURNING person_id AS id`,
      [id, members],
    );
    const missing = members.find((member) => !known.some((person) => person.id === member));
    if (missing !== undefined)
      throw misfit('members', 'unknown-person', say('There is no person with the id "{id}".', { id: missing }));
  }

  private async setRoles(tx: Tx, id: string, roles: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM group_role WHERE group_id = $1 AND role_key <> ALL ($2)', [id, roles]);
    const known = await tx.query<{ key: string }>('SELECT key FROM role WHERE key = ANY ($1)', [roles]);
    const missing = roles.find((key) => !known.some((role) => role.key === key));
    if (missing !== undefined)
      throw misfit('roles', 'unknown-role', say('There is no role "{role}".', { role: missing }));
    await tx.query('INSERT INTO group_role (group_id, role_key) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [
      id,
      roles,
    ]);
  }
}
