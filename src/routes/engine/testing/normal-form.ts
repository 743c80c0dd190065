import type { RunState } from '../state.js';

/** A state with its identifiers numbered anew in the order of creation: equal for runs that only count differently. */
export function normalForm(state: RunState): unknown {
  const numberOf = (id: string): number => Number(id.slice(1));
  const ids = [...Object.keys(state.instances), ...Object.keys(state.timers), ...Object.keys(state.incidents)];
  const names = new Map(
    ids.sort((a, b) => numberOf(a) - numberOf(b)).map((id, index) => [id, `${id.slice(0, 1)}${index + 1}`]),
  );
  return rename({ ...state, counter: 0 }, names);
}

/** A plain JSON value with every text and every name of a member replaced that `names` has. */
export function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((entry) => rename(entry, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [names.get(key) ?? key, rename(entry, names)]));
}
