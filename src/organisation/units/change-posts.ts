import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context, Tx } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { Refusal } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import type { LocalisedText } from '../../platform/languages.js';
import { misfit, refuseRewriting, refuseStale } from '../directory/begin-change.js';
import { KeepAdministrator } from '../people/keep-administrator.js';
import { personIdOf, unitIdOf } from './change-units.js';
import type { AddPostDto, ChangePostDto } from './units.dto.js';

interface PostRow {
  readonly id: string;
  readonly key: string;
  readonly name: LocalisedText;
  readonly unit: string;
  readonly holders: string[];
  readonly version: number;
}

/** Changes posts and who holds them. Each call comes after `beginChange` of its transaction. */
@Injectable()
export class ChangePosts {
  constructor(
    private readonly audit: AuditLog,
    private readonly keepAdministrator: KeepAdministrator,
  ) {}

  /** Answers the key. @throws Refusal conflict for a key that is taken, invalid for an unknown unit or person */
  async add(context: Context, body: AddPostDto): Promise<string> {
    const { tx } = context;
    const [id, unit] = [newId(), await unitIdOf(tx, body.unit, 'unit')];
    const holders = await this.people(tx, body.holders ?? []);
    const added = await tx.query(
      'INSERT INTO post (id, key, name, unit_id) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING RETURNING 1 AS one',
      [id, body.key, JSON.stringify(body.name), unit],
    );
    if (added.length === 0) {
      throw new Refusal(
        'conflict',
        'key-taken',
        say('There is a post with the key "{key}" already.', { key: body.key }),
        [{ path: 'key', code: 'key-taken', message: 'Choose another key.' }],
      );
    }
    await this.setHolders(tx, id, holders);
    const after = { key: body.key, name: body.name, unit, holders, since: body.since };
    await this.audit.write(context, { verb: 'post.added', object: { kind: 'post', id }, after });
    return body.key;
  }

  /** @throws Refusal notFound, stale, invalid for an unknown unit or person */
  async change(context: Context, key: string, body: ChangePostDto, expected: number | undefined): Promise<void> {
    const { tx } = context;
    const { id, name, unit, holders, version } = await this.one(tx, key);
    refuseStale(version, expected);
    const before = { name, unit, holders };
    const after = {
      name: body.name ?? name,
      unit: body.unit === undefined ? unit : await unitIdOf(tx, body.unit, 'unit'),
      holders: body.holders === undefined ? holders : await this.people(tx, body.holders, holders),
    };
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (body.since !== undefined) await refuseRewriting(tx, 'post', id);
    await tx.query('UPDATE post SET name = $2, unit_id = $3, version = version + 1 WHERE id = $1', [
      id,
      JSON.stringify(after.name),
      after.unit,
    ]);
    await this.setHolders(tx, id, after.holders);
    await this.keepAdministrator.check(context);
    const told = { ...after, since: body.since };
    await this.audit.write(context, { verb: 'post.changed', object: { kind: 'post', id }, before, after: told });
  }

  /** @throws Refusal notFound, stale, conflict while somebody holds it */
  async remove(context: Context, key: string, expected: number | undefined): Promise<void> {
    const { tx } = context;
    const { id, version, ...before } = await this.one(tx, key);
    refuseStale(version, expected);
    if (before.holders.length > 0) {
      throw new Refusal('conflict', 'post-held', 'Somebody holds the post. Take it from them first.');
    }
    await tx.query('DELETE FROM post WHERE id = $1', [id]);
    await this.audit.write(context, { verb: 'post.removed', object: { kind: 'post', id }, before });
  }

  private async one(tx: Tx, key: string): Promise<PostRow> {
    const [row] = await tx.query<PostRow>(
      `SELECT id, key, name, unit_id AS unit, version,
         (SELECT coalesce(array_agg(h.person_id::text ORDER BY h.person_id), '{}') FROM post_holder h WHERE h.post_id = p.id) AS holders
       FROM post p WHERE key = $1`,
      [key],
    );
    if (!row) throw new Refusal('notFound', 'unknown-post', 'There is no such post.');
    return row;
  }

  /** Those who hold it already may stay, also when they have left. */
  private async people(tx: Tx, named: readonly string[], present: readonly string[] = []): Promise<string[]> {
    const ids: string[] = [];
    for (const [index, person] of named.entries()) {
      ids.push(present.includes(person) ? person : await personIdOf(tx, person, `holders[${index}]`));
    }
    if (new Set(ids).size < ids.length) throw misfit('holders', 'duplicate', say('Somebody is named twice.'));
    return ids.sort();
  }

  private async setHolders(tx: Tx, id: string, holders: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM post_holder WHERE post_id = $1 AND person_id <> ALL ($2)', [id, holders]);
    await tx.query(
      'INSERT INTO post_holder (post_id, person_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
      [id, holders],
    );
  }
}
