import { Injectable } from '@nestjs/common';
import { adminRole } from '../../organisation/access/grant.js';
import { Directory } from '../../organisation/directory/directory.js';
import { findUnit } from '../../organisation/directory/queries.js';
import type { Actor, Context } from '../../platform/context.js';
import { Refusal, type Objection } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { newId } from '../../platform/ids.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { isDocumentColumn } from '../../streams/definition/document-columns.js';
import { compileFilter } from '../../streams/filter/compile-filter.js';
import { compileSort } from '../../streams/filter/compile-sort.js';
import { ReadViews } from './read-views.js';
import {
  keptView,
  mayEditView,
  type Audience,
  type RegisterView,
  type SavedViewRow,
  type ViewColumn,
  type ViewFilter,
  type ViewKind,
} from './saved-view.js';

/** With whom a view is to be shared: `{kind: 'unit', key: 'sales'}`. */
export interface SharedWith {
  readonly kind: Audience;
  /** Id or key of the unit, key of the role. */
  readonly key?: string | null;
}

/** What a view is made of; of a change, what is absent stays. */
export interface ViewDraft {
  readonly name: string;
  readonly kind: ViewKind;
  readonly columns: readonly ViewColumn[];
  readonly filter: unknown;
  readonly sort: string | null;
  readonly sharedWith: SharedWith;
}

/** How somebody wants the views of a stream in the menu. */
export interface MenuOrder {
  readonly shown: readonly string[];
  readonly hidden: readonly string[];
}

const mostOwn = 200;

/** Keeps, changes and removes views of registers. */
@Injectable()
export class KeepViews {
  constructor(
    private readonly views: ReadViews,
    private readonly directory: Directory,
  ) {}

  /** @throws Refusal notFound (stream), forbidden (to share so), invalid */
  async create(ctx: Context, stream: string, draft: ViewDraft): Promise<RegisterView> {
    const card = this.views.card(ctx.actor, stream);
    const [row] = await ctx.tx.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM saved_view WHERE owner_id = $1',
      [ctx.actor.id],
    );
    if ((row?.count ?? 0) >= mostOwn)
      throw new Refusal(
        'invalid',
        'too-many-views',
        say('You have {most} views already; remove some first.', { most: mostOwn }),
      );
    const view = this.checked(ctx.actor, card, { id: newId(), ownerId: ctx.actor.id }, draft);
    await ctx.tx.query(
      `INSERT INTO saved_view (id, stream, name, kind, columns, filter, sort, audience, audience_key, owner_id, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
      [view.id, ...valuesOf(view), view.ownerId, ctx.now],
    );
    return keptView(view, ctx.actor, this.directory.snapshot());
  }

  /** @throws Refusal notFound, forbidden, invalid */
  async change(ctx: Context, id: string, change: Partial<ViewDraft>): Promise<RegisterView> {
    const row = await this.editable(ctx, id);
    const { audience: kind, audienceKey: key } = row;
    const view = this.checked(ctx.actor, this.views.card(ctx.actor, row.stream), row, {
      ...{ ...row, sharedWith: { kind, key } },
      ...change,
    });
    await ctx.tx.query(
      `UPDATE saved_view SET stream = $2, name = $3, kind = $4, columns = $5, filter = $6, sort = $7, audience = $8,
         audience_key = $9, updated_at = $10 WHERE id = $1`,
      [view.id, ...valuesOf(view), ctx.now],
    );
    return keptView(view, ctx.actor, this.directory.snapshot());
  }

  /** @throws Refusal notFound, forbidden */
  async remove(ctx: Context, id: string): Promise<void> {
    const { id: known } = await this.editable(ctx, id);
    await ctx.tx.query('DELETE FROM saved_view WHERE id = $1', [known]);
  }

  /** Puts the views of a stream in the actor's own order. @throws Refusal notFound (stream) */
  async arrange(ctx: Context, stream: string, { shown, hidden }: MenuOrder): Promise<RegisterView[]> {
    this.views.card(ctx.actor, stream);
    await ctx.tx.query(
      `INSERT INTO view_arrangement (person_id, stream, shown, hidden) VALUES ($1, $2, $3, $4)
       ON CONFLICT (person_id, stream) DO UPDATE SET shown = excluded.shown, hidden = excluded.hidden`,
      [ctx.actor.id, stream, shown, hidden],
    );
    return this.views.list(ctx, stream);
  }

  private async editable(ctx: Context, id: string): Promise<SavedViewRow> {
    const row = await this.views.row(ctx, id);
    if (mayEditView(ctx.actor, row)) return row;
    throw new Refusal('forbidden', 'not-your-view', 'Only its owner or an administrator can change a shared view.');
  }

  private checked(
    actor: Actor,
    card: CompiledCard,
    { id, ownerId }: Pick<SavedViewRow, 'id' | 'ownerId'>,
    { name, kind, columns, filter, sort, sharedWith }: ViewDraft,
  ): SavedViewRow {
    const problems = problemsOf(card, columns, filter, sort, actor);
    const [first] = problems;
    if (first) throw new Refusal('invalid', 'view-invalid', first.message, problems);
    const { audience, audienceKey } = this.audience(actor, sharedWith);
    const kept = (filter ?? null) as ViewFilter | null;
    return {
      id,
      ownerId,
      stream: card.stream,
      name,
      kind,
      columns,
      filter: kept,
      sort: sort || null,
      audience,
      audienceKey,
    };
  }

  /** Everybody may share with a unit of their own; with roles and with all, administrators. */
  private audience(actor: Actor, { kind, key }: SharedWith): Pick<SavedViewRow, 'audience' | 'audienceKey'> {
    const admin = actor.roles.includes(adminRole);
    if (kind === 'me') return { audience: kind, audienceKey: null };
    if (kind === 'unit') {
      const unit = findUnit(this.directory.snapshot(), key ?? '');
      if (unit && (admin || [...actor.unitIds, ...actor.headedUnitIds].includes(unit.id)))
        return { audience: kind, audienceKey: unit.id };
      throw forbiddenToShare('You can share a view with a unit that you belong to or head.');
    }
    if (!admin) throw forbiddenToShare('Only administrators share a view with a role or with everybody.');
    if (kind === 'all') return { audience: kind, audienceKey: null };
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(key ?? '')) throw forbiddenToShare('Expected the key of a role.');
    return { audience: kind, audienceKey: key ?? '' };
  }
}

function forbiddenToShare(message: string): Refusal {
  return new Refusal('forbidden', 'may-not-share', message, [{ path: 'sharedWith', code: 'may-not-share', message }]);
}

function problemsOf(
  card: CompiledCard,
  columns: readonly ViewColumn[],
  filter: unknown,
  sort: string | null,
  { language }: Actor,
): Objection[] {
  const unknown = columns.filter(({ field }) => !isDocumentColumn(field) && !card.field(field));
  const compiled = [compileFilter(card, filter, { language }), compileSort(card, sort ?? undefined)];
  return [
    ...unknown.map(({ field }) => ({
      ...{
        path: 'columns',
        code: 'unknown-field',
        message: say('The stream has no field "{field}".', { field: field.slice(0, 60) }),
      },
    })),
    ...compiled.flatMap((result) => ('problems' in result ? result.problems : [])),
  ];
}

function valuesOf({ stream, name, kind, columns, filter, sort, audience, audienceKey }: SavedViewRow): unknown[] {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return [stream, name, kind, json(columns), json(filter), sort, audience, audienceKey];
}
