import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context, Tx } from '../../platform/context.js';
import { isUuid } from '../../platform/ids.js';
import { textIn } from '../../platform/languages.js';
import { freeKey } from '../directory/key-of-name.js';
import { ChangeGroups, selectGroups, type GroupRow } from '../groups/change-groups.js';
import type { GroupValues } from './group-values.js';
import { groupSchema, listOf, ScimRefusal, type ScimFilter, type ScimList, type ScimPart } from './scim-shapes.js';

/** A group of SCIM 2.0 (RFC 7643, 4.2). */
export interface ScimGroup {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly externalId?: string;
  readonly displayName: string;
  /** Absent where it was asked not to be sent. */
  readonly members?: readonly { readonly value: string; readonly display: string; readonly $ref: string }[];
  readonly meta: { readonly resourceType: 'Group'; readonly location: string; readonly version: string };
}

const filters: ReadonlyMap<string, string> = new Map([
  ['id', 'g.id::text = $1'],
  ['displayname', `coalesce(g.name ->> 'en', g.name #>> '{}') = $1`],
  ['externalid', 'g.external_id = $1'],
]);

/** Groups as a directory of the firm keeps them; their roles are given here. Changes come after `beginChange`. */
@Injectable()
export class ScimGroups {
  constructor(
    private readonly groups: ChangeGroups,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ScimRefusal for a filter over something else */
  async list(
    { tx }: Context,
    filter: ScimFilter | undefined,
    part: ScimPart,
    withMembers: boolean,
  ): Promise<ScimList<ScimGroup>> {
    const condition = filter === undefined ? '$1::text IS NULL' : filters.get(filter.attribute);
    if (condition === undefined) {
      throw new ScimRefusal(400, 'invalidFilter', `Groups are not found by "${filter?.attribute ?? ''}".`);
    }
    const value = filter?.value.replaceAll('\u0000', '') ?? null;
    const rows = await tx.query<GroupRow>(`${selectGroups} WHERE ${condition} ORDER BY g.id OFFSET $2 LIMIT $3`, [
      ...[value, part.startIndex - 1, part.count],
    ]);
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM person_group g WHERE ${condition}`,
      [value],
    );
    return listOf(await this.views(tx, rows, withMembers), counted?.total ?? 0, part);
  }

  /** @throws ScimRefusal */
  async one({ tx }: Context, id: string, withMembers = true): Promise<ScimGroup> {
    const [view] = await this.views(tx, [await this.row(tx, id)], withMembers);
    if (!view) throw new Error('A group that was read has no view.');
    return view;
  }

  /** What is kept of a group, for a PATCH. @throws ScimRefusal */
  async values({ tx }: Context, id: string): Promise<GroupValues> {
    const { name, externalId, members } = await this.row(tx, id);
    return { displayName: textIn('en', name), externalId, members };
  }

  /** Answers the id. @throws ScimRefusal for an externalId that is taken, Refusal for unknown members */
  async add(context: Context, { displayName, externalId, members }: GroupValues): Promise<string> {
    await this.refuseTaken(context.tx, externalId, null);
    const keys = new Set(
      (await context.tx.query<{ key: string }>('SELECT key FROM person_group')).map(({ key }) => key),
    );
    const key = freeKey(displayName, (wanted) => keys.has(wanted), 'group');
    return this.groups.add(context, key, { name: displayName, externalId, members: [...members] });
  }

  /** @throws ScimRefusal, Refusal for unknown members and for the last administrator */
  async save(context: Context, id: string, { displayName, externalId, members }: GroupValues): Promise<void> {
    const { name } = await this.row(context.tx, id);
    await this.refuseTaken(context.tx, externalId, id);
    // A name that was translated here stays so as long as the directory does not give it another.
    const kept = textIn('en', name) === displayName ? name : displayName;
    await this.groups.change(context, id, { name: kept, externalId, members: [...members] }, undefined);
  }

  /** @throws ScimRefusal, Refusal for the last administrator */
  async remove(context: Context, id: string): Promise<void> {
    await this.row(context.tx, id);
    await this.groups.remove(context, id, undefined);
  }

  private async row(tx: Tx, id: string): Promise<GroupRow> {
    const [row] = isUuid(id) ? await tx.query<GroupRow>(`${selectGroups} WHERE g.id = $1`, [id]) : [];
    if (!row) throw new ScimRefusal(404, undefined, 'There is no such group.');
    return row;
  }

  private async refuseTaken(tx: Tx, externalId: string | null, id: string | null): Promise<void> {
    const taken = await tx.query(
      'SELECT 1 AS one FROM person_group WHERE external_id = $1 AND id IS DISTINCT FROM $2::uuid',
      [externalId, id],
    );
    if (taken.length > 0) throw new ScimRefusal(409, 'uniqueness', 'There is another group with this externalId.');
  }

  private async views(tx: Tx, rows: readonly GroupRow[], withMembers: boolean): Promise<ScimGroup[]> {
    const ids = withMembers ? rows.flatMap(({ members }) => members) : [];
    const people = await tx.query<{ id: string; name: string }>('SELECT id, name FROM person WHERE id = ANY ($1)', [
      ids,
    ]);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const at = `${this.config.publicUrl}/scim/v2`;
    const member = (id: string) => ({ value: id, display: names.get(id) ?? '', $ref: `${at}/Users/${id}` });
    return rows.map(({ id, externalId, name, members, version }) => ({
      schemas: [groupSchema],
      id,
      ...(externalId === null ? {} : { externalId }),
      displayName: textIn('en', name),
      ...(withMembers ? { members: members.map(member) } : {}),
      meta: { resourceType: 'Group', location: `${at}/Groups/${id}`, version: `W/"${version}"` },
    }));
  }
}
