import type { RouteLibrary } from './protocol.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Why a value cannot be the state of a run of this route, or null. Looks at what the engine relies on: the format, that
 * everything named is there, and that containers form one tree.
 */
export function stateProblem(library: RouteLibrary, value: unknown): string | null {
  if (!isFields(value)) return 'it is not an object';
  const { status, counter, instances, timers, incidents } = value;
  if (value['format'] !== 1) return 'its format is not 1';
  if (status !== 'active' && status !== 'finished' && status !== 'cancelled') return 'its status is not that of a run';
  if (!Number.isSafeInteger(counter)) return 'its counter is not a whole number';
  if (!isFields(value['variables']) || !isFields(value['steps'])) return 'it has no variables or no steps';
  if (!isFields(instances) || !isFields(timers) || !isFields(incidents))
    return 'it has no instances, timers or incidents';
  const highest = counter as number;
  const graphOf = (instance: Fields): RouteLibrary['main'] | undefined =>
    instance['route'] === undefined ? library.main : library.called.get(String(instance['route']));

  const ofInstance = (id: string, instance: unknown): string | null => {
    if (!isFields(instance) || !isNumbered(id, 'i', instance, highest)) return `the instance ${id} is malformed`;
    const { parent, element, state, since } = instance;
    if (state !== 'active' && state !== 'completing') return `the instance ${id} is neither active nor completing`;
    if (typeof since !== 'number') return `the instance ${id} has no time`;
    if (!graphOf(instance)?.nodes.has(String(element))) return `the route has no element ${String(element)}`;
    if (parent === null) return null;
    // a container is always older than what is in it: the numbers alone rule out circles
    return typeof parent === 'string' && Object.hasOwn(instances, parent) && numberOf(parent) < numberOf(id)
      ? null
      : `the instance ${id} is in no container`;
  };
  const attached = (id: string, entry: unknown, prefix: 't' | 'n'): string | null => {
    if (!isFields(entry) || !isNumbered(id, prefix, entry, highest)) return `${id} is malformed`;
    const instance = instances[String(entry['instance'])];
    if (!isFields(instance)) return `${id} belongs to no instance`;
    return graphOf(instance)?.nodes.has(String(entry['element']))
      ? null
      : `the route has no element ${String(entry['element'])}`;
  };
  return (
    firstProblem(instances, ofInstance) ??
    firstProblem(timers, (id, timer) => attached(id, timer, 't')) ??
    firstProblem(incidents, (id, incident) => attached(id, incident, 'n')) ??
    rootProblem(status, Object.values(instances))
  );
}

function rootProblem(status: string, instances: readonly unknown[]): string | null {
  const roots = instances.filter((instance) => isFields(instance) && instance['parent'] === null).length;
  if (status === 'active') return roots === 1 ? null : `${roots} instances are in no container; exactly one must be`;
  return instances.length === 0 ? null : 'something is under way although it has ended';
}

function firstProblem(entries: Fields, of: (id: string, entry: unknown) => string | null): string | null {
  for (const [id, entry] of Object.entries(entries)) {
    const problem = of(id, entry);
    if (problem !== null) return problem;
  }
  return null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumbered(id: string, prefix: string, entry: Fields, highest: number): boolean {
  return entry['id'] === id && id.startsWith(prefix) && /^\d+$/.test(id.slice(1)) && numberOf(id) <= highest;
}

function numberOf(id: string): number {
  return Number(id.slice(1));
}
