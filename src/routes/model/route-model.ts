import type { LocalisedText } from '../../platform/languages.js';
import type { ModdleElement } from './moddle.js';

/** Something wrong with a route file: where, a stable code for programs, and what was expected, for people. */
export interface RouteProblem {
  /** Id of the element; null for the file as a whole. */
  readonly element: string | null;
  readonly name?: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  readonly code: string;
  readonly message: string;
  /** A warning does not keep a route from being published. Absent: an error. */
  readonly severity?: 'warning';
}

export interface ModelFlow {
  readonly id: string;
  readonly name?: string;
  readonly source: string;
  readonly target: string;
  /** FEEL text of the condition. */
  readonly condition?: string;
}

export type TimerText = { readonly kind: 'duration' | 'date' | 'cycle'; readonly value: string };

/** What an event waits for or throws. */
export type ModelEvent =
  | { readonly type: 'none' | 'terminate' | 'cancel' }
  | { readonly type: 'message'; readonly name?: string; readonly key?: string }
  | { readonly type: 'signal'; readonly name?: string }
  | { readonly type: 'error' | 'escalation'; readonly code?: string }
  | { readonly type: 'timer'; readonly timer?: TimerText }
  | { readonly type: 'conditional'; readonly condition?: string }
  | { readonly type: 'link'; readonly name?: string }
  | { readonly type: 'compensation'; readonly activity?: string; readonly wait: boolean }
  | { readonly type: 'unsupported'; readonly what: string };

export interface ModelOutcome {
  readonly key: string;
  readonly reasonRequired: boolean;
  readonly label: LocalisedText;
}

/** `millrace:escalate`: when, what, and for `reassign` the FEEL text of who gets it. */
export interface ModelRung {
  readonly when: string;
  readonly does: string;
  readonly to?: string;
}

/** `millrace:assignment` as written; FEEL texts are not read here. */
export interface ModelAssignment {
  readonly performer?: string;
  readonly candidates?: string;
  readonly controller?: string;
  readonly due?: string;
  /** Fields of the card that may be changed with the decision. */
  readonly editable: readonly string[];
  /** Fields that must be filled in for it, and so may be changed. */
  readonly required: readonly string[];
  /** Fields that the card does not show at the step. */
  readonly hidden: readonly string[];
  readonly round: boolean;
  readonly limitRounds?: string;
  readonly skippable: boolean;
  /** Completing it is a report, which the controller accepts or returns. */
  readonly acceptance: boolean;
  /** Fields, and `files`, that a decision is bound to; absent: everything, where rounds are counted. */
  readonly binds?: readonly string[];
  /** Elements whose performers may not do it. */
  readonly notSameAs: readonly string[];
  /** What happens when it is not done in time, in the order of the drawing. */
  readonly ladder: readonly ModelRung[];
  readonly instruction?: LocalisedText;
  readonly outcomes: readonly ModelOutcome[];
}

export interface ModelParam {
  readonly name: string;
  readonly value?: string;
  readonly expression?: string;
  /** FEEL by which a person is looked for. */
  readonly performer?: string;
}

export interface ModelAction {
  readonly name: string;
  readonly result?: string;
  readonly params: readonly ModelParam[];
}

export interface ModelMapping {
  readonly source: string;
  readonly target: string;
}

export interface ModelLoop {
  readonly kind: 'while' | 'sequential' | 'parallel';
  readonly cardinality?: string;
  readonly collection?: string;
  readonly item?: string;
  /** FEEL text evaluated when one turn is done; its value joins the list `into`. */
  readonly collect?: string;
  readonly into?: string;
  readonly completion?: string;
  /** Standard loop only. */
  readonly condition?: string;
  readonly testBefore?: boolean;
  readonly maximum?: string;
}

export interface ModelDecision {
  readonly hitPolicy: string;
  readonly result?: string;
  readonly inputs: readonly { readonly expression: string }[];
  /** `values`: FEEL values that it may have, in order of priority; `otherwise`: FEEL text of its value where no rule fits. */
  readonly outputs: readonly { readonly name: string; readonly values?: string; readonly otherwise?: string }[];
  readonly rules: readonly { readonly when: readonly string[]; readonly then: readonly string[] }[];
}

export interface ModelNode {
  readonly id: string;
  readonly name?: string;
  /** BPMN type with a small first letter: `userTask`, `exclusiveGateway`, … */
  readonly type: string;
  readonly event?: ModelEvent;
  readonly defaultFlow?: string;
  readonly attachedTo?: string;
  /** Boundary and event sub-process starts; true is the rule of BPMN. */
  readonly interrupting: boolean;
  readonly triggeredByEvent: boolean;
  readonly forCompensation: boolean;
  readonly scope?: ModelScope;
  readonly loop?: ModelLoop;
  readonly assignment?: ModelAssignment;
  readonly action?: ModelAction;
  readonly decision?: ModelDecision;
  readonly script?: { readonly format?: string; readonly text?: string; readonly result?: string };
  readonly calledElement?: string;
  readonly inputs: readonly ModelMapping[];
  readonly outputs: readonly ModelMapping[];
  /** Receive and send tasks. */
  readonly message?: { readonly name?: string; readonly key?: string };
  readonly completion?: string;
  readonly ordering?: string;
  readonly cancelRemaining?: boolean;
}

/** Read, kept and shown, but without effect on the run: data objects, annotations, groups. */
export interface ModelKept {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
}

export interface ModelScope {
  readonly nodes: readonly ModelNode[];
  readonly flows: readonly ModelFlow[];
  readonly kept: readonly ModelKept[];
  readonly associations: readonly { readonly source: string; readonly target: string }[];
  readonly lanes: readonly ModelLane[];
}

export interface ModelLane {
  readonly id: string;
  readonly name?: string;
  readonly nodes: readonly string[];
  readonly lanes: readonly ModelLane[];
  readonly assignment?: ModelAssignment;
}

export interface ModelProcess extends ModelScope {
  readonly id: string;
  readonly name?: string;
  readonly executable: boolean;
  /** `millrace:route`: the stream whose documents it is for (any, when not said), and whether people may start it. */
  readonly stream?: string;
  readonly byHand: boolean;
  /** What starting it does while a run of it goes on for the document: `refuse`, `queue`, `parallel`, `replace`. */
  readonly runs?: string;
  /** FEEL text: which documents of the stream a timer start is for. */
  readonly where?: string;
  /** `millrace:variable`: what the route takes, each with the FEEL text of its default, and whether who starts it may say. */
  readonly variables: readonly { readonly name: string; readonly default: string; readonly byHand: boolean }[];
}

export interface RouteModel {
  readonly processes: readonly ModelProcess[];
  readonly participants: readonly { readonly id: string; readonly name?: string; readonly process?: string }[];
  readonly messageFlows: readonly {
    readonly id: string;
    readonly name?: string;
    readonly source: string;
    readonly target: string;
  }[];
  /** Line of each element's id in the file. */
  readonly lines: ReadonlyMap<string, number>;
  /** The whole file as read, unknown extensions and diagram included: what `exportRoute` writes. */
  readonly definitions: ModdleElement;
}
