import { differences } from './differences.js';
import { Draft } from './draft.js';
import { machinery } from './machinery.js';
import { mapElements } from './migration-elements.js';
import { MigrationMap } from './migration-map.js';
import type { MigrationProblem } from './migration-map.js';
import type { Facts, RouteCommand, RouteLibrary } from './protocol.js';
import type { IncidentState, Instance, RunState, TimerState } from './state.js';
import { armTimer } from './timers.js';
import { waitingAt } from './triggers.js';

/** A run in another version of its route. */
export interface Migrated {
  /** For the event `restore` with the reason `migration`. */
  readonly state: RunState;
  /** What that event will answer: timers of events that are gone or new, incidents. */
  readonly commands: readonly RouteCommand[];
  /** Instances whose element has another id now. */
  readonly renamed: readonly { readonly instance: string; readonly from: string; readonly to: string }[];
}

/**
 * Takes a run from one version of its route to another, where it stands: every element at which it is goes on as the element
 * that `mapping` names for it, else as the one with the same id. Kinds and the tree of scopes have to agree, and the run has
 * to wait (for people, events, times). Timers keep their time; those of events that are gone are dropped, those that are new
 * begin at `at` (epoch ms), with `facts` for their expressions. Results of tasks keep their id where the new version has no
 * such task. With problems nothing is migrated; they serve as the preview.
 */
export function migrate(
  from: RouteLibrary,
  to: RouteLibrary,
  state: RunState,
  mapping: Readonly<Record<string, string>>,
  at: number,
  facts?: Facts,
): Migrated | { readonly problems: readonly MigrationProblem[] } {
  const map = new MigrationMap(from, to, mapping);
  if (state.status !== 'active') map.report(from.main.root, 'not-running', 'the run is not under way');
  const mapped = mapElements(map, state);
  if (map.problems.length > 0) return { problems: map.problems };
  const moment = { type: 'facts-changed', at, ...(facts ? { facts } : {}) } as const;
  const after = new Draft(to, machinery, { ...mapped, timers: {}, incidents: {} }, moment);
  moveEvents(map, new Draft(from, machinery, state, moment), after);
  const result = after.toState();
  return { state: result, commands: differences(to, state, result, moment), renamed: renamed(state, result) };
}

/** What elements and flows of the main route are called in the new version, where that is another id. */
export function renamedParts(
  from: RouteLibrary,
  to: RouteLibrary,
  mapping: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const map = new MigrationMap(from, to, mapping);
  const parts = { ...mapping };
  for (const { id } of from.main.flows.values()) parts[id] = map.flow(undefined, id)?.id ?? id;
  return Object.fromEntries(Object.entries(parts).filter(([before, after]) => before !== after));
}

function renamed(before: RunState, after: RunState): Migrated['renamed'] {
  return Object.values(before.instances).flatMap(({ id, element }) => {
    const now = after.instances[id]?.element ?? element;
    return now === element ? [] : [{ instance: id, from: element, to: now }];
  });
}

/** What is waited for at each instance: timers, incidents and conditions that had come true. */
function moveEvents(map: MigrationMap, before: Draft, after: Draft): void {
  const places = new Map([...after.instances.values()].map((instance) => [instance.id, waitingAt(after, instance)]));
  const waits = (instance: string, element: string, type: string): boolean =>
    (places.get(instance) ?? []).some(({ node, trigger }) => node.id === element && trigger.type === type);
  for (const timer of Object.values(before.timers)) {
    const element = map.idOf(before.get(timer.instance).route, timer.element);
    if (waits(timer.instance, element, 'timer')) after.timers[timer.id] = { ...timer, element } satisfies TimerState;
  }
  for (const incident of Object.values(before.incidents)) {
    const element = map.idOf(before.get(incident.instance).route, incident.element);
    if (stays(after, incident, element, waits)) after.incidents[incident.id] = { ...incident, element };
  }
  for (const instance of before.instances.values()) {
    if (instance.met) moveMet(map, after, instance, instance.met, waits);
    const known = new Set(
      waitingAt(before, instance).flatMap(({ node, trigger }) =>
        trigger.type === 'timer' ? [map.idOf(instance.route, node.id)] : [],
      ),
    );
    for (const { node, trigger } of places.get(instance.id) ?? []) {
      if (trigger.type === 'timer' && !known.has(node.id))
        armTimer(after, after.get(instance.id), node.id, trigger.timer);
    }
  }
}

/** An incident of an event that is no longer there is gone with it; so is one of a join where nothing waits. */
function stays(
  after: Draft,
  { instance: id, phase }: IncidentState,
  element: string,
  waits: (instance: string, element: string, type: string) => boolean,
): boolean {
  const instance = after.get(id);
  if (phase === 'join') return Object.hasOwn(instance.arrived ?? {}, element);
  if (phase !== 'arm') return true;
  return waits(id, element, 'timer') || waits(id, element, 'conditional');
}

function moveMet(
  map: MigrationMap,
  after: Draft,
  { id, route }: Instance,
  met: readonly string[],
  waits: (instance: string, element: string, type: string) => boolean,
): void {
  const now = met.map((element) => map.idOf(route, element)).filter((element) => waits(id, element, 'conditional'));
  after.update(id, { met: now.length > 0 ? now : undefined });
}
