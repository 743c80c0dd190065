import type { RunPolicy } from '../compile/route-graph.js';
import type { StartTrigger } from '../compile/starts.js';
import type { FileProblem } from '../definitions/judge-routes.js';
import type { Language } from '../../platform/languages.js';
import { tell } from '../../platform/words/tell.js';

/** A start event: `when` is the name of a message or signal, the condition, or the time. */
export interface StartView {
  readonly element: string;
  readonly name: string | null;
  readonly type: StartTrigger['trigger']['type'];
  readonly when: string | null;
}

/** A published route as lists show it. */
export interface RouteView {
  readonly key: string;
  readonly version: number;
  readonly hash: string;
  readonly name: string;
  /** The stream that it is for; null for any. */
  readonly stream: string | null;
  /** People may send a document along it. */
  readonly byHand: boolean;
  /** What a second start for a document does. */
  readonly runs: RunPolicy;
  /** What people may give when they start it, with the FEEL expression that holds otherwise. */
  readonly variables: { readonly name: string; readonly default: string }[];
  /** What begins it beside people, rules and other routes. */
  readonly starts: StartView[];
  /** How many scenarios lie beside it. */
  readonly scenarios: number;
}

/** Something that a check of a route has found. */
export interface RouteProblemView {
  readonly element: string | null;
  readonly name: string | null;
  readonly line: number | null;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}

/** A version that was published, with what was found and did not stand in the way. */
export interface PublishedRoute {
  readonly key: string;
  readonly version: number;
  readonly hash: string;
  readonly warnings: RouteProblemView[];
}

/** What a check of a route has found. */
export interface RouteCheck {
  readonly sound: boolean;
  readonly problems: RouteProblemView[];
  readonly scenarios: { readonly passed: number };
}

/** A start event as lists show it. */
export function shownStart({ element, name, trigger }: StartTrigger): StartView {
  return { element, name: name ?? null, type: trigger.type, when: whenOf(trigger) };
}

function whenOf(trigger: StartTrigger['trigger']): string | null {
  if (trigger.type === 'none') return null;
  if (trigger.type === 'conditional') return trigger.condition.source;
  if (trigger.type !== 'timer') return trigger.name;
  const { value } = trigger.timer;
  return typeof value === 'string' ? value : value.source;
}

/** A problem as checks answer it, in the language of whoever asks. */
export function routeProblem({ problem }: FileProblem, language: Language): RouteProblemView {
  const { element, name, line, code, severity, message } = problem;
  return {
    element: element ?? null,
    name: name ?? null,
    line: line ?? null,
    code,
    severity: severity ?? 'error',
    message: tell(language, message),
  };
}
