import type { ActivityNode, ElementKind, NodeOf } from '../compile/route-graph.js';
import type { Draft } from './draft.js';
import type { Instance } from './state.js';

/** What an element does; one file each under `elements/`. */
export interface ElementBehaviour<N> {
  /**
   * Called when an instance has become active, and again when an incident of phase `enter` is retried. Either completes the
   * instance, or leaves it waiting, or raises an incident.
   */
  enter(draft: Draft, node: N, instance: Instance): void;
  /** Containers: all children have ended. */
  childrenEnded?(draft: Draft, node: N, instance: Instance): void;
  /** Waiting instances: the event they waited for has come, or a person has done the task. */
  proceed?(draft: Draft, node: N, instance: Instance): void;
  /** The instance is taken away before its end: tell the shell what becomes void. */
  withdraw?(draft: Draft, node: N, instance: Instance): void;
}

/** One behaviour for every kind of element: the compiler names what is missing. */
export type ElementRegistry = { readonly [K in ElementKind]: ElementBehaviour<NodeOf<K>> };

/** What a draft needs to know of the layers above it. */
export interface Machinery {
  readonly elements: ElementRegistry;
  /** Turns the instance of an element with a loop marker into the container of its turns. */
  startLoop(draft: Draft, node: ActivityNode, instance: Instance): void;
  /** One turn of a loop has completed; its instance is gone already. */
  turnEnded(draft: Draft, turn: Instance): void;
  /** A compensation handler has completed; its instance is gone already. */
  handlerEnded(draft: Draft, handler: Instance): void;
}
