import { textIn, type Language } from '../../platform/languages.js';
import type { Actor } from '../../platform/context.js';
import { adminRole } from '../../organisation/access/grant.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import type { FilterCondition, ViewDefinition } from '../../streams/definition/stream-definition.js';
import { personView, type PersonView } from '../document-view.js';

export const viewKinds = ['table', 'board', 'calendar'] as const;
export type ViewKind = (typeof viewKinds)[number];
export const audiences = ['me', 'unit', 'role', 'all'] as const;
export type Audience = (typeof audiences)[number];

export interface ViewColumn {
  /** Key of a field or of a document column. */
  readonly field: string;
  /** Pixels; the screen chooses unless said. */
  readonly width?: number;
}

/** As the register takes it; values may be relative, see `valuesMeant`. */
export interface ViewFilter {
  readonly and: readonly FilterCondition[];
}

/** Who has a view in the menu besides its owner. */
export interface ViewAudience {
  readonly kind: Exclude<Audience, 'me'>;
  /** Id of the unit or key of the role; null for everybody. */
  readonly key: string | null;
  /** Name of the unit in the reader's language; null otherwise. */
  readonly name: string | null;
}

/** A view of a register as the API answers it. */
export interface RegisterView {
  /** A UUID, or `<stream>:<key>` for a view of the definition of the stream. */
  readonly id: string;
  readonly stream: string;
  readonly name: string;
  readonly kind: ViewKind;
  readonly columns: readonly ViewColumn[];
  readonly filter: ViewFilter | null;
  readonly sort: string | null;
  /** `stream`: of the definition; nobody can change it here. */
  readonly source: 'stream' | 'mine' | 'shared';
  readonly sharedWith: ViewAudience | null;
  readonly owner: PersonView | null;
  readonly mayEdit: boolean;
  /** Not wanted in the menu by the reader. */
  readonly hidden: boolean;
}

export interface SavedViewRow {
  readonly id: string;
  readonly stream: string;
  readonly name: string;
  readonly kind: ViewKind;
  readonly columns: readonly ViewColumn[];
  readonly filter: ViewFilter | null;
  readonly sort: string | null;
  readonly audience: Audience;
  readonly audienceKey: string | null;
  readonly ownerId: string;
}

/** The select list that gives a `SavedViewRow` from `saved_view v`. */
export const savedViewSelection = `v.id, v.stream, v.name, v.kind, v.columns, v.filter, v.sort, v.audience,
  v.audience_key AS "audienceKey", v.owner_id AS "ownerId"`;

/** Whether the actor has the view: the owner, whom it is shared with, and administrators where it is shared at all. */
export function hasView(actor: Actor, { ownerId, audience, audienceKey }: SavedViewRow): boolean {
  if (ownerId === actor.id || audience === 'all') return true;
  if (audience === 'me' || audienceKey === null) return false;
  if (actor.roles.includes(adminRole)) return true;
  return audience === 'role'
    ? actor.roles.includes(audienceKey)
    : actor.unitIds.includes(audienceKey) || actor.headedUnitIds.includes(audienceKey);
}

/** Its owner changes a view; a shared one also an administrator. */
export function mayEditView(actor: Actor, { ownerId, audience }: SavedViewRow): boolean {
  return ownerId === actor.id || (audience !== 'me' && actor.roles.includes(adminRole));
}

/** A view of the definition of a stream. */
export function definedView({ stream }: CompiledCard, view: ViewDefinition, language: Language): RegisterView {
  return {
    id: `${stream}:${view.key}`,
    stream,
    name: textIn(language, view.name),
    kind: 'table',
    columns: view.columns.map((field) => ({ field })),
    filter: view.filter ?? null,
    sort: view.sort ?? null,
    source: 'stream',
    sharedWith: null,
    owner: null,
    mayEdit: false,
    hidden: false,
  };
}

/** A kept view as the actor has it. */
export function keptView(row: SavedViewRow, actor: Actor, org: Organisation): RegisterView {
  const { id, stream, name, kind, columns, filter, sort, audience, audienceKey, ownerId } = row;
  const unit = audience === 'unit' && audienceKey !== null ? org.units.get(audienceKey) : undefined;
  return {
    ...{ id, stream, name, kind, columns, filter, sort },
    source: ownerId === actor.id ? 'mine' : 'shared',
    sharedWith:
      audience === 'me'
        ? null
        : { kind: audience, key: audienceKey, name: unit ? textIn(actor.language, unit.name) : null },
    owner: personView(ownerId, org),
    mayEdit: mayEditView(actor, row),
    hidden: false,
  };
}
