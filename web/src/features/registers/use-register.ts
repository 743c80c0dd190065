import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useMe } from '../../session/me.ts';
import type { Condition, Layout, RegisterSearch } from './register-search.ts';
import type { Stream } from '../../streams/streams.ts';
import { viewsQuery } from '../../streams/views.ts';
import {
  layoutOfView,
  listOf,
  stateOf,
  viewsFrom,
  withChange,
  withLayout,
  withStatuses,
  type List,
  type RegisterState,
  type View,
} from './register-state.ts';

/** A register as its address says, and what changes the address. */
export interface Register {
  readonly stream: Stream;
  readonly views: readonly View[];
  readonly search: RegisterSearch;
  readonly state: RegisterState;
  readonly list: List;
  /** The same list whatever the status. */
  readonly anyStatus: List;
  readonly layout: Layout;
  filter(filter: readonly Condition[]): void;
  sort(sort: string): void;
  find(q: string): void;
  /** Shows a document beside the list, or none. */
  show(id: string | undefined): void;
  /** Takes back what differs from the view. */
  reset(): void;
  /** The same list in another layout. */
  lay(layout: Layout): void;
  /** Another view, beside the same preview; in the same layout, unless it was kept in one of its own. */
  choose(view: string): void;
  go(change: Partial<RegisterSearch>): void;
}

/** Reads the address of a register. Filters and orders are steps that one can go back from; typing and looking are not. */
export function useRegister(stream: Stream): Register {
  const me = useMe();
  const search = useSearch({ from: '/office/registers/$stream' });
  const navigate = useNavigate({ from: '/registers/$stream' });
  const { data: answered } = useQuery(viewsQuery);
  const views = useMemo(() => viewsFrom(stream, answered), [stream, answered]);
  const state = stateOf(views, search);
  const list = useSame(listOf(stream.key, state, me.id));
  const anyStatus = useSame(listOf(stream.key, { ...state, filter: withStatuses(state.filter, []) }, me.id));
  const to = (next: RegisterSearch, replace = false) => void navigate({ search: next, replace, resetScroll: false });
  const change = (...[what, replace]: [Parameters<typeof withChange>[2], boolean?]) =>
    to(withChange(search, state.view, what), replace);
  return {
    ...{ stream, views, search, state, list, anyStatus, layout: layoutOfView(state.view, search) },
    filter: (filter) => change({ filter }),
    sort: (sort) => change({ sort: sort === '' ? (state.view.sort ?? '') : sort }),
    find: (q) => change({ q }, true),
    show: (selected) => {
      const { selected: _, ...rest } = search;
      to(selected === undefined ? rest : { ...rest, selected }, true);
    },
    reset: () => {
      const { filter: _, sort: __, q: ___, ...rest } = search;
      to(rest);
    },
    lay: (layout) => to(withLayout(search, state.view, layout)),
    choose: (view) => {
      const { filter: _, sort: __, q: ___, as, ...rest } = search;
      const own = views.find(({ key }) => key === view)?.kind;
      to({ ...rest, ...(as !== undefined && (own ?? 'table') === 'table' && { as }), view });
    },
    go: (what) => to({ ...search, ...what }),
  };
}

/** The object that was given first of those that say the same. */
function useSame<Value>(value: Value): Value {
  const said = JSON.stringify(value);
  return useMemo(() => JSON.parse(said) as Value, [said]);
}
