import type { Expression } from '../../platform/feel/expression.js';
import type { DecisionPlan } from '../conditions/decision-table.js';
import type { ModelAssignment } from '../model/route-model.js';

/** A transition from one element to another. */
export interface GraphFlow {
  readonly id: string;
  readonly name?: string;
  readonly source: string;
  readonly target: string;
  readonly condition?: Expression;
}

/** When a timer is due: ISO 8601, a working-time text for the shell, or FEEL that gives one of these. */
export interface TimerPlan {
  readonly kind: 'duration' | 'date' | 'cycle';
  readonly value: string | Expression;
}

/** What an element waits for. */
export type Trigger =
  | { readonly type: 'none' | 'compensation' | 'cancel' }
  | { readonly type: 'message'; readonly name: string; readonly key?: Expression }
  | { readonly type: 'signal'; readonly name: string }
  | { readonly type: 'error' | 'escalation'; readonly code?: string }
  | { readonly type: 'timer'; readonly timer: TimerPlan }
  | { readonly type: 'conditional'; readonly condition: Expression }
  | { readonly type: 'link'; readonly name: string };

/** What a throw or end event does. */
export type Throw =
  | { readonly type: 'none' | 'terminate' | 'cancel' }
  | { readonly type: 'message'; readonly name: string; readonly key?: Expression; readonly action?: ActionPlan }
  | { readonly type: 'signal'; readonly name: string }
  | { readonly type: 'error' | 'escalation'; readonly code?: string }
  | { readonly type: 'link'; readonly target: string }
  | { readonly type: 'compensation'; readonly activity?: string; readonly wait: boolean };

/** What an action is given under a name: a text, the value of an expression, or a person, whom the shell finds. */
export type ParamPlan =
  | { readonly name: string; readonly value: string | Expression }
  | { readonly name: string; readonly performer: string };

/** An automatic action: which one, with what, and the variable that takes its result. */
export interface ActionPlan {
  readonly name: string;
  readonly result?: string;
  readonly params: readonly ParamPlan[];
}

/** Who gets an assignment, by when and with which outcomes; FEEL texts are for the shell. */
export interface AssignmentPlan extends ModelAssignment {
  readonly performer: string;
  /** Largest number of rounds; entering once more is the error `rounds-exceeded`. */
  readonly roundLimit?: number;
  readonly rungs: readonly RungPlan[];
}

/** One rung of the ladder: how long before or after the due time or the issue, and what is done then. */
export interface RungPlan {
  readonly anchor: 'due' | 'issue';
  readonly side: 'before' | 'at' | 'after';
  /** Working time such as `4 working hours`; absent for `at`. */
  readonly span?: string;
  readonly does: 'remind' | 'notify-head' | 'reassign';
  /** FEEL text: who gets it; for `reassign`, absent means the head. */
  readonly to?: string;
}

/** What starting a route does while a run of it goes on for the same document. */
export type RunPolicy = 'refuse' | 'queue' | 'parallel' | 'replace';

export interface MappingPlan {
  readonly source: Expression;
  readonly target: string;
}

export interface LoopPlan {
  readonly kind: 'while' | 'sequential' | 'parallel';
  readonly cardinality?: Expression;
  readonly collection?: Expression;
  readonly item?: string;
  readonly collect?: Expression;
  readonly into?: string;
  readonly completion?: Expression;
  readonly condition?: Expression;
  readonly testBefore?: boolean;
  readonly maximum?: number;
}

interface NodeBase {
  readonly id: string;
  readonly name?: string;
  /** Position in the graph, from 0; stable for a version of the route. */
  readonly index: number;
  /** Id of the scope node that contains it; null for the process itself. */
  readonly scope: string | null;
  readonly incoming: readonly GraphFlow[];
  readonly outgoing: readonly GraphFlow[];
  readonly defaultFlow?: GraphFlow;
}

interface ActivityBase extends NodeBase {
  readonly boundaries: readonly BoundaryNode[];
  readonly loop?: LoopPlan;
  readonly forCompensation: boolean;
  /** Id of the activity that undoes this one. */
  readonly compensatedBy?: string;
}

export interface StartNode extends NodeBase {
  readonly kind: 'start';
  readonly trigger: Trigger;
  readonly interrupting: boolean;
}
export interface EndNode extends NodeBase {
  readonly kind: 'end';
  readonly throws: Throw;
}
export interface ThrowNode extends NodeBase {
  readonly kind: 'throw';
  readonly throws: Throw;
}
export interface CatchNode extends NodeBase {
  readonly kind: 'catch';
  readonly trigger: Trigger;
}
export interface BoundaryNode extends NodeBase {
  readonly kind: 'boundary';
  readonly attachedTo: string;
  readonly trigger: Trigger;
  readonly interrupting: boolean;
}
export interface UserNode extends ActivityBase {
  readonly kind: 'user';
  readonly assignment: AssignmentPlan;
}
/** A task drawn without a type: nothing to do but to note it. */
export interface PassNode extends ActivityBase {
  readonly kind: 'pass';
}
export interface ActionNode extends ActivityBase {
  readonly kind: 'action';
  /** Absent: completes at once. */
  readonly action?: ActionPlan;
  /** Send tasks: the message that goes out. */
  readonly message?: { readonly name: string; readonly key?: Expression };
}
export interface ScriptNode extends ActivityBase {
  readonly kind: 'script';
  readonly script?: Expression;
  readonly result?: string;
}
export interface RuleNode extends ActivityBase {
  readonly kind: 'rule';
  readonly decision?: DecisionPlan;
}
export interface ReceiveNode extends ActivityBase {
  readonly kind: 'receive';
  readonly message?: { readonly name: string; readonly key?: Expression };
}
export interface CallNode extends ActivityBase {
  readonly kind: 'call';
  readonly route: string;
  readonly inputs: readonly MappingPlan[];
  readonly outputs: readonly MappingPlan[];
}
/** A container of elements: the process itself, or a sub-process of any kind. */
export interface ScopeNode extends ActivityBase {
  readonly kind: 'scope';
  readonly variant: 'process' | 'sub' | 'transaction' | 'event' | 'ad-hoc';
  readonly starts: readonly StartNode[];
  /** Elements that begin with the scope because nothing leads to them. */
  readonly implicitStarts: readonly string[];
  readonly eventScopes: readonly ScopeNode[];
  /** Ad-hoc only. */
  readonly completion?: Expression;
  readonly sequential?: boolean;
  readonly cancelRemaining?: boolean;
}
export interface ExclusiveNode extends NodeBase {
  readonly kind: 'exclusive';
}
export interface ParallelNode extends NodeBase {
  readonly kind: 'parallel';
}
export interface InclusiveNode extends NodeBase {
  readonly kind: 'inclusive';
  /** For each incoming flow: the elements from which it can be reached without passing this gateway. */
  readonly reachedFrom: ReadonlyMap<string, ReadonlySet<string>>;
  /** The same without the ways that only begin if a boundary event is triggered. */
  readonly surelyReachedFrom: ReadonlyMap<string, ReadonlySet<string>>;
}
export interface EventGatewayNode extends NodeBase {
  readonly kind: 'event-gateway';
}

export type ActivityNode =
  UserNode | PassNode | ActionNode | ScriptNode | RuleNode | ReceiveNode | CallNode | ScopeNode;
export type GraphNode =
  | ActivityNode
  | StartNode
  | EndNode
  | ThrowNode
  | CatchNode
  | BoundaryNode
  | ExclusiveNode
  | ParallelNode
  | InclusiveNode
  | EventGatewayNode;
export type ElementKind = GraphNode['kind'];
export type NodeOf<K extends ElementKind> = Extract<GraphNode, { kind: K }>;

/** A compiled, checked, frozen route: all that a run needs. */
export interface RouteGraph {
  readonly processId: string;
  readonly name?: string;
  readonly root: ScopeNode;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly flows: ReadonlyMap<string, GraphFlow>;
  /** Whether it has conditional events, which are looked at after every step. */
  readonly conditional: boolean;
  /** The stream whose documents it is for; any, when not said. */
  readonly stream?: string;
  /** False for a route that only rules and other routes start. */
  readonly byHand: boolean;
  readonly runs: RunPolicy;
  /** Which documents of the stream a timer start is for; all, when not said. */
  readonly where?: Expression;
  /** Defaults of the variables that the route may be started with. */
  readonly variables: readonly { readonly name: string; readonly default: Expression; readonly byHand: boolean }[];
  /** Keys of the routes that it calls. */
  readonly calls: readonly string[];
}

/** The FEEL texts by which the action of a node looks for people. */
export function actionPeople(node: GraphNode): string[] {
  const thrown = 'throws' in node && node.throws.type === 'message' ? node.throws.action : undefined;
  const action = node.kind === 'action' ? node.action : thrown;
  return (action?.params ?? []).flatMap((param) => ('performer' in param ? [param.performer] : []));
}

/** Whether a node is a task or sub-process: something with boundary events, loops and compensation. */
export function isActivity(node: GraphNode): node is ActivityNode {
  return 'boundaries' in node;
}
