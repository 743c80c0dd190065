import type { ModelNode, ModelScope } from '../model/route-model.js';
import { messagePlan, actionPlan, throwPlan, triggerPlan } from './build-events.js';
import { decisionPlan } from './build-decision.js';
import { assignmentPlan, loopPlan, mappingPlans, scriptPlan } from './build-tasks.js';
import type { CompileContext, Placed } from './compile-context.js';
import { compensationHandlers, conditionOf, heldTypes, scopeVariant, startable } from './graph-parts.js';
import { lanePerformers } from './lanes.js';
import { nextElements, reachedFrom } from './reach.js';
import { routeSettings } from './route-settings.js';
import type {
  ActivityNode,
  BoundaryNode,
  GraphFlow,
  GraphNode,
  RouteGraph,
  ScopeNode,
  StartNode,
} from './route-graph.js';

type Common = Pick<GraphNode, 'id' | 'index' | 'scope' | 'incoming' | 'outgoing'> & {
  name?: string;
  defaultFlow?: GraphFlow;
};

/** Builds the nodes of the graph from the indexed model, innermost first. */
class GraphBuilder {
  readonly nodes = new Map<string, GraphNode>();
  readonly flows = new Map<string, GraphFlow>();
  readonly calls = new Set<string>();
  private readonly performers: ReadonlyMap<string, string>;
  private readonly next: ReadonlyMap<string, readonly string[]>;
  private readonly sureNext: ReadonlyMap<string, readonly string[]>;
  private readonly undoneBy: ReadonlyMap<string, string>;
  private readonly handlers: ReadonlySet<string>;

  constructor(private readonly context: CompileContext) {
    this.performers = lanePerformers(context);
    this.next = nextElements(context);
    this.sureNext = nextElements(context, false);
    this.undoneBy = compensationHandlers(context);
    this.handlers = new Set(this.undoneBy.values());
    for (const flow of context.flows.values()) {
      const condition = context.optional(flow, 'the condition', conditionOf(context, flow));
      this.flows.set(flow.id, {
        id: flow.id,
        ...(flow.name === undefined ? {} : { name: flow.name }),
        source: flow.source,
        target: flow.target,
        ...(condition ? { condition } : {}),
      });
    }
  }

  build(): RouteGraph {
    const { process } = this.context;
    const root: ScopeNode = {
      kind: 'scope',
      variant: 'process',
      id: process.id,
      ...(process.name === undefined ? {} : { name: process.name }),
      index: 0,
      scope: null,
      incoming: [],
      outgoing: [],
      boundaries: [],
      forCompensation: false,
      ...this.content(process, process.id),
    };
    this.nodes.set(root.id, root);
    return {
      processId: process.id,
      ...(process.name === undefined ? {} : { name: process.name }),
      root,
      nodes: this.nodes,
      flows: this.flows,
      conditional: [...this.nodes.values()].some((node) => 'trigger' in node && node.trigger.type === 'conditional'),
      calls: [...this.calls],
      ...routeSettings(this.context),
    };
  }

  private content(scope: ModelScope, id: string): Pick<ScopeNode, 'starts' | 'implicitStarts' | 'eventScopes'> {
    const built = new Map<string, GraphNode>();
    const boundaries = scope.nodes.filter(({ type }) => type === 'boundaryEvent');
    for (const node of [...boundaries, ...scope.nodes.filter(({ type }) => type !== 'boundaryEvent')]) {
      const made = this.node({ node, scope: id, within: scope });
      if (!made) continue;
      built.set(node.id, made);
      this.nodes.set(node.id, made);
    }
    const made = [...built.values()];
    return {
      starts: made.filter((node): node is StartNode => node.kind === 'start'),
      eventScopes: made.filter((node): node is ScopeNode => node.kind === 'scope' && node.variant === 'event'),
      implicitStarts: scope.nodes.filter((node) => this.startsByItself(node)).map((node) => node.id),
    };
  }

  private startsByItself(node: ModelNode): boolean {
    if (!startable.has(node.type) || node.triggeredByEvent || node.forCompensation || this.handlers.has(node.id))
      return false;
    return (this.context.incoming.get(node.id) ?? []).length === 0 && node.event?.type !== 'link';
  }

  private flowsOf(map: ReadonlyMap<string, readonly { id: string }[]>, id: string): GraphFlow[] {
    return (map.get(id) ?? []).flatMap((flow) => this.flows.get(flow.id) ?? []);
  }

  private common({ node, scope }: Placed): Common {
    const chosen = this.context.options.choose?.has(node.id) === true;
    const defaultFlow = node.defaultFlow === undefined || chosen ? undefined : this.flows.get(node.defaultFlow);
    return {
      id: node.id,
      ...(node.name === undefined ? {} : { name: node.name }),
      index: this.nodes.size + 1,
      scope,
      incoming: this.flowsOf(this.context.incoming, node.id),
      outgoing: this.flowsOf(this.context.outgoing, node.id),
      ...(defaultFlow ? { defaultFlow } : {}),
    };
  }

  private activity(
    placed: Placed,
  ): Common & Pick<ActivityNode, 'boundaries' | 'loop' | 'forCompensation' | 'compensatedBy'> {
    const { node, within } = placed;
    const attached = within.nodes
      .filter((other) => other.attachedTo === node.id)
      .map((other) => this.nodes.get(other.id));
    const loop = loopPlan(this.context, node);
    const compensatedBy = this.undoneBy.get(node.id);
    return {
      ...this.common(placed),
      boundaries: attached.filter((other): other is BoundaryNode => other?.kind === 'boundary'),
      forCompensation: node.forCompensation,
      ...(loop ? { loop } : {}),
      ...(compensatedBy === undefined ? {} : { compensatedBy }),
    };
  }

  private node(placed: Placed): GraphNode | undefined {
    const { node } = placed;
    if (this.isHeld(node)) return { kind: 'receive', ...this.activity(placed) };
    return (
      this.event(placed) ?? this.gateway(placed) ?? this.task(placed) ?? this.container(placed) ?? this.refuse(node)
    );
  }

  private isHeld(node: ModelNode): boolean {
    const { hold } = this.context.options;
    return (
      heldTypes.has(node.type) &&
      (hold?.has(node.id) === true || (node.name !== undefined && hold?.has(node.name) === true))
    );
  }

  private refuse(node: ModelNode): undefined {
    this.context.problem(node, 'unsupported-element', `elements of the kind ${node.type} are not supported`);
    return undefined;
  }

  private event(placed: Placed): GraphNode | undefined {
    const { context } = this;
    const { node } = placed;
    switch (node.type) {
      case 'startEvent':
        return {
          kind: 'start',
          ...this.common(placed),
          trigger: triggerPlan(context, node),
          interrupting: node.interrupting,
        };
      case 'endEvent':
        return { kind: 'end', ...this.common(placed), throws: throwPlan(context, placed) };
      case 'intermediateThrowEvent':
        return { kind: 'throw', ...this.common(placed), throws: throwPlan(context, placed) };
      case 'intermediateCatchEvent':
        return { kind: 'catch', ...this.common(placed), trigger: triggerPlan(context, node) };
      case 'boundaryEvent': {
        const trigger = triggerPlan(context, node);
        // an error or a cancellation always ends its activity, whatever the drawing says
        const interrupting = node.interrupting || trigger.type === 'error' || trigger.type === 'cancel';
        return { kind: 'boundary', ...this.common(placed), attachedTo: node.attachedTo ?? '', trigger, interrupting };
      }
      default:
        return undefined;
    }
  }

  private gateway(placed: Placed): GraphNode | undefined {
    switch (placed.node.type) {
      case 'exclusiveGateway':
        return { kind: 'exclusive', ...this.common(placed) };
      case 'parallelGateway':
        return { kind: 'parallel', ...this.common(placed) };
      case 'eventBasedGateway':
        return { kind: 'event-gateway', ...this.common(placed) };
      case 'inclusiveGateway':
        return {
          kind: 'inclusive',
          ...this.common(placed),
          reachedFrom: reachedFrom(this.context, placed.node.id, this.next),
          surelyReachedFrom: reachedFrom(this.context, placed.node.id, this.sureNext),
        };
      default:
        return undefined;
    }
  }

  private task(placed: Placed): GraphNode | undefined {
    const { context } = this;
    const { node } = placed;
    switch (node.type) {
      case 'task':
        return { kind: 'pass', ...this.activity(placed) };
      case 'userTask':
      case 'manualTask':
        return {
          kind: 'user',
          ...this.activity(placed),
          assignment: assignmentPlan(context, node, this.performers.get(node.id)),
        };
      case 'serviceTask':
      case 'sendTask': {
        const action = node.action ? actionPlan(context, node, node.action) : undefined;
        const message = messagePlan(context, node, node.message);
        return {
          kind: 'action',
          ...this.activity(placed),
          ...(action ? { action } : {}),
          ...(message ? { message } : {}),
        };
      }
      case 'scriptTask': {
        const script = scriptPlan(context, node);
        const result = node.script?.result;
        return {
          kind: 'script',
          ...this.activity(placed),
          ...(script ? { script } : {}),
          ...(result === undefined ? {} : { result }),
        };
      }
      case 'businessRuleTask': {
        if (!node.decision && context.strict)
          context.problem(node, 'decision', 'the business rule task has no millrace:decisionTable');
        const decision = node.decision ? decisionPlan(context, node, node.decision) : undefined;
        return { kind: 'rule', ...this.activity(placed), ...(decision ? { decision } : {}) };
      }
      case 'receiveTask': {
        const message = messagePlan(context, node, node.message);
        return { kind: 'receive', ...this.activity(placed), ...(message ? { message } : {}) };
      }
      default:
        return undefined;
    }
  }

  private container(placed: Placed): GraphNode | undefined {
    const { context } = this;
    const { node } = placed;
    if (node.type === 'callActivity') {
      if (node.calledElement === undefined) {
        if (context.strict) context.problem(node, 'call', 'the call activity names no route (calledElement)');
        return { kind: 'pass', ...this.activity(placed) };
      }
      if (/[$#]\{/.test(node.calledElement))
        context.problem(node, 'call', 'which route is called must be fixed, not an expression');
      const route = node.calledElement.replace(/^[\w.-]+:/, '');
      this.calls.add(route);
      return {
        kind: 'call',
        ...this.activity(placed),
        route,
        inputs: mappingPlans(context, node, 'the input', node.inputs),
        outputs: mappingPlans(context, node, 'the output', node.outputs),
      };
    }
    if (!node.scope) return undefined;
    const completion = context.optional(node, 'the completion condition', node.completion);
    return {
      kind: 'scope',
      variant: scopeVariant(node),
      ...this.activity(placed),
      ...this.content(node.scope, node.id),
      ...(completion ? { completion } : {}),
      ...(node.type === 'adHocSubProcess'
        ? { sequential: node.ordering === 'Sequential', cancelRemaining: node.cancelRemaining !== false }
        : {}),
    };
  }
}

/** Pass 3: the graph. Problems are in the context. */
export function buildGraph(context: CompileContext): RouteGraph {
  return new GraphBuilder(context).build();
}
