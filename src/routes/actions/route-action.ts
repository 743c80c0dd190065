import type { Context } from '../../platform/context.js';
import { isUuid } from '../../platform/ids.js';
import type { ActionName } from '../definitions/action-names.js';

/** What an action is given: its evaluated parameters, and which run and document it works for. */
export interface ActionInput {
  readonly runId: string;
  readonly documentId: string;
  /** Element instance in the run; with the run id it identifies this execution for good. */
  readonly instance: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Who set the run going; files and letters name this person. */
  readonly startedBy: string;
}

/** What an action gives back to the route. A failure becomes an error event or an incident, with `message` for people. */
export type ActionOutcome =
  | { readonly result?: unknown; readonly documentChanged?: boolean }
  | { readonly failure: string; readonly code?: string };

/** A step of a route that needs nobody and only the database: it runs inside the transaction that reached it. */
export interface ImmediateAction {
  readonly name: ActionName;
  readonly mode: 'immediate';
  run(context: Context, input: ActionInput): Promise<ActionOutcome>;
}

/**
 * A step that takes long or reaches outside: `prepare` works outside any transaction (it may be repeated after a
 * crash), then `store` runs in the transaction that also steps the route.
 */
export interface JobAction<Prepared = unknown> {
  readonly name: ActionName;
  readonly mode: 'job';
  prepare(
    input: ActionInput,
  ): Promise<{ readonly prepared: Prepared } | { readonly failure: string; readonly code?: string }>;
  store(context: Context, input: ActionInput, prepared: Prepared): Promise<ActionOutcome>;
}

export type RouteAction = ImmediateAction | JobAction;

/** Reads a parameter that must be a text; the failure says which action and parameter. */
export function textParam(input: ActionInput, name: string): { text: string } | { failure: string } {
  const value = input.params[name];
  if (typeof value === 'string' && value.trim() !== '') return { text: value.trim() };
  return { failure: `The parameter "${name}" is ${value === undefined ? 'missing' : 'not a text'}; expected a text.` };
}

/** The id of a person given as a parameter: as expressions see people, or the id itself. */
export function personId(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  return isUuid(id) ? id : undefined;
}
