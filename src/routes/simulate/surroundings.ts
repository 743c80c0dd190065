import type { GraphNode, RouteGraph } from '../compile/route-graph.js';
import type { Facts } from '../engine/protocol.js';
import type { Instance, RunState } from '../engine/state.js';
import type { RouteModel } from '../model/route-model.js';

/** One process of the simulated file under way. */
export interface SimulatedRun {
  readonly process: string;
  state: RunState;
}

/** A task that somebody would have before them. */
export interface OpenTask {
  readonly run: SimulatedRun;
  readonly instance: Instance;
  readonly node: GraphNode;
}

/** What a world is made of. */
export interface Surroundings {
  readonly model: Pick<RouteModel, 'processes' | 'participants' | 'messageFlows'> & Partial<RouteModel>;
  readonly facts: Facts;
  /** Ids or names of automatic tasks that wait to be addressed. */
  readonly hold?: ReadonlySet<string>;
  /** Routes that are called and not in the file, by key. */
  readonly library?: ReadonlyMap<string, RouteGraph>;
  /** Graphs that are compiled already, by process id. */
  readonly graphs?: ReadonlyMap<string, RouteGraph>;
  /** Results of actions, by element id or action name: with these, actions answer at once instead of waiting. */
  readonly results?: Readonly<Record<string, unknown>>;
  /** Told the name of each action that the routes ask for. */
  readonly onAction?: (name: string) => void;
}
