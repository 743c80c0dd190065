import type { Schemas } from '../../api/client.ts';
import type { Stream } from '../../streams/streams.ts';
import { viewKey, type RegisterView } from '../../streams/views.ts';
import type { Condition, Layout, RegisterSearch } from './register-search.ts';

/** A view of a register: columns, filter and order under a name. */
export type View = Pick<Schemas['ViewDefinition'], 'key' | 'name' | 'columns' | 'sort'> & {
  readonly filter: readonly Condition[];
  /** How it is seen: as a table unless said. */
  readonly kind?: Layout;
  /** Pixels, for the columns that somebody dragged before the view was kept. */
  readonly widths?: Readonly<Record<string, number>>;
  /** What is kept on the server; absent for a view of the definition. */
  readonly kept?: RegisterView;
};

/** Which documents are listed, in which order: what the API is asked, and by what its answers are remembered. */
export interface List {
  readonly stream: string;
  readonly q?: string;
  /** JSON. */
  readonly filter?: string;
  readonly sort?: string;
}

/** What the screen of a register shows. */
export interface RegisterState {
  readonly view: View;
  readonly q: string;
  readonly filter: readonly Condition[];
  /** `name`, `-createdAt`; empty for the order of the server. */
  readonly sort: string;
  /** Something differs from the view. */
  readonly changed: boolean;
}

/** Stands for whoever looks: a view that is handed on means everybody's own documents. */
export const myself = '@me';

/** The views of a stream as its definition has them; one with everything where it has none. */
export function viewsOf({ views, fields }: Pick<Stream, 'views' | 'fields'>): View[] {
  if (views.length === 0) {
    const columns = ['number', 'title', ...fields.slice(0, 3).map(({ key }) => key), 'status', 'responsible'];
    return [{ key: 'all', name: allNamed, columns, filter: [] }];
  }
  return views.map(({ key, name, columns, sort, filter }) => ({
    ...{ key, name, columns, filter: (filter?.and ?? []) as readonly Condition[] },
    ...(sort !== undefined && { sort }),
  }));
}

/** The views in the order of my menu, as the server answers them; those of the definition until it has. */
export function viewsFrom(stream: Stream, answered: readonly RegisterView[] | undefined): View[] {
  const own = answered?.filter((view) => view.stream === stream.key) ?? [];
  if (own.length === 0) return viewsOf(stream);
  return own.map((view) => ({
    ...{ key: viewKey(view), name: view.name, columns: view.columns.map(({ field }) => field) },
    filter: (view.filter?.and ?? []) as readonly Condition[],
    ...(view.sort !== null && { sort: view.sort }),
    kind: view.kind,
    widths: Object.fromEntries(view.columns.flatMap(({ field, width }) => (width ? [[field, width]] : []))),
    ...(view.source !== 'stream' && { kept: view }),
  }));
}

const allNamed = { en: 'All', ru: 'Все', pl: 'Wszystkie', lt: 'Visi' };

/** What the address means over the views that there are. */
export function stateOf(views: readonly View[], search: RegisterSearch): RegisterState {
  const view = views.find(({ key }) => key === search.view) ?? views[0];
  if (!view) throw new Error('A register has at least one view.');
  const filter = search.filter ?? view.filter;
  const sort = search.sort ?? view.sort ?? '';
  const changed = !sameFilter(filter, view.filter) || sort !== (view.sort ?? '');
  return { view, q: search.q ?? '', filter, sort, changed };
}

/** The address after a change of the filter or the order: what is that of the view is not repeated. */
export function withChange(
  search: RegisterSearch,
  view: View,
  change: Partial<Pick<RegisterState, 'filter' | 'sort' | 'q'>>,
): RegisterSearch {
  const { filter, sort, q, ...rest } = { ...search, ...change };
  return {
    ...rest,
    ...(q && { q }),
    ...(filter && !sameFilter(filter, view.filter) && { filter }),
    ...(sort !== undefined && sort !== (view.sort ?? '') && { sort }),
  };
}

/** As what a register is seen: as its address says, else as its view does. */
export function layoutOfView(
  { kind = 'table' }: Pick<View, 'kind'>,
  { as = kind }: Pick<RegisterSearch, 'as'>,
): Layout {
  return as;
}

/** The address for another layout: what is that of the view is not repeated. */
export function withLayout(
  search: RegisterSearch,
  { kind = 'table' }: Pick<View, 'kind'>,
  layout: Layout,
): RegisterSearch {
  const { as: _, ...rest } = search;
  return layout === kind ? rest : { ...rest, as: layout };
}

/** What the API is asked for; `me` is the id of whoever looks. */
export function listOf(stream: string, { q, filter, sort }: RegisterState, me: string): List {
  const and = filter.map(({ field, op, value }) => ({ field, op, value: resolved(value, me) }));
  return {
    stream,
    ...(q.trim() !== '' && { q: q.trim() }),
    ...(and.length > 0 && { filter: JSON.stringify({ and }) }),
    ...(sort !== '' && { sort }),
  };
}

function resolved(value: unknown, me: string): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => resolved(entry, me));
  return value === myself ? me : value;
}

/** Conditions count in any order. */
export function sameFilter(one: readonly Condition[], other: readonly Condition[]): boolean {
  const form = (filter: readonly Condition[]) =>
    JSON.stringify(filter.map(({ field, op, value }) => JSON.stringify([field, op, value ?? null])).sort());
  return form(one) === form(other);
}

/** Whether only my documents are shown. */
export function isMine(filter: readonly Condition[]): boolean {
  return filter.some(({ field, op, value }) => field === 'responsible' && op === 'eq' && value === myself);
}

/** The filter with only my documents, or again with those of all. */
export function toggleMine(filter: readonly Condition[]): Condition[] {
  const others = filter.filter(({ field }) => field !== 'responsible');
  return isMine(filter) ? others : [...others, { field: 'responsible', op: 'eq', value: myself }];
}

/** The statuses that the filter lets through; none where it does not ask. */
export function statusesOf(filter: readonly Condition[]): string[] {
  const asked = filter.find(({ field, op }) => field === 'status' && (op === 'eq' || op === 'in'));
  const values: readonly unknown[] = Array.isArray(asked?.value) ? asked.value : asked ? [asked.value] : [];
  return values.filter((value): value is string => typeof value === 'string');
}

/** The filter with these statuses alone; of all statuses when none is named. */
export function withStatuses(filter: readonly Condition[], statuses: readonly string[]): Condition[] {
  const others = filter.filter(({ field }) => field !== 'status');
  const [only] = statuses;
  if (only === undefined) return others;
  if (statuses.length === 1) return [...others, { field: 'status', op: 'eq', value: only }];
  return [...others, { field: 'status', op: 'in', value: [...statuses] }];
}

/** What a press on the head of a column makes of the order: up, then down, then that of the view again. */
export function nextSort(sort: string, key: string): string | undefined {
  if (sort === key) return `-${key}`;
  return sort === `-${key}` ? undefined : key;
}
