import { compileExpression } from '../../platform/feel/expression.js';
import type { ActionPlan, GraphNode, RouteGraph } from '../compile/route-graph.js';
import { insteadOf } from '../model/nearest-name.js';
import type { RouteSurroundings, StreamFacts } from './route-surroundings.js';

/** Tells what is wrong with an element. */
export type Tell = (element: { readonly id: string; readonly name?: string }, code: string, message: string) => void;

/** Parameters that an action cannot do without. */
const required: Readonly<Record<string, readonly string[]>> = {
  'set-status': ['status'],
  'register-document': ['stream'],
  'generate-document': ['template'],
  'send-mail': ['template', 'to'],
};
/** What kind of template an action fills. */
const fills: Readonly<Record<string, 'pdf' | 'mail'>> = { 'generate-document': 'pdf', 'send-mail': 'mail' };
const fieldPrefix = 'field.';

/** The automatic steps of a route: that they exist, and that what their parameters name exists. */
export function checkActions(graph: RouteGraph, surroundings: RouteSurroundings, tell: Tell): void {
  for (const node of graph.nodes.values()) {
    const action = actionOf(node);
    if (!action) continue;
    if (!surroundings.actions.has(action.name)) {
      tell(
        node,
        'unknown-action',
        `There is no action "${action.name}"; ${insteadOf(action.name, surroundings.actions)}`,
      );
      continue;
    }
    new ActionCheck(graph, surroundings, node, action, tell).run();
  }
}

function actionOf(node: GraphNode): ActionPlan | undefined {
  if (node.kind === 'action') return node.action;
  return 'throws' in node && node.throws.type === 'message' ? node.throws.action : undefined;
}

class ActionCheck {
  private readonly names: ReadonlySet<string>;

  constructor(
    private readonly graph: RouteGraph,
    private readonly surroundings: RouteSurroundings,
    private readonly node: GraphNode,
    private readonly action: ActionPlan,
    private readonly tell: Tell,
  ) {
    this.names = new Set(action.params.map(({ name }) => name));
  }

  run(): void {
    const { name } = this.action;
    for (const param of required[name] ?? []) {
      if (!this.names.has(param)) this.problem('missing-param', `The action "${name}" needs the parameter "${param}".`);
    }
    this.template();
    const own = this.ownStream();
    if (name === 'set-status' && own) this.status(own);
    if (name === 'set-fields' && own) this.fields(own, this.graph.stream ?? '');
    if (name === 'register-document') this.registered(own);
    const to = this.written('to');
    const address = name === 'send-mail' && to !== undefined ? compileExpression(to) : undefined;
    if (address && 'problem' in address) this.problem('expression', `The recipient "${to}": ${address.problem}`);
  }

  private problem(code: string, message: string): void {
    this.tell(this.node, code, message);
  }

  /** The value of a parameter that is written out; undefined for expressions. */
  private written(param: string): string | undefined {
    const found = this.action.params.find(({ name }) => name === param);
    return found && 'value' in found && typeof found.value === 'string' ? found.value.trim() : undefined;
  }

  private ownStream(): StreamFacts | undefined {
    return this.graph.stream === undefined ? undefined : this.surroundings.streams?.get(this.graph.stream);
  }

  private template(): void {
    const { templates } = this.surroundings;
    const key = this.written('template');
    if (key === undefined || !templates) return;
    const makes = templates.get(key);
    const wanted = fills[this.action.name];
    if (makes === undefined)
      this.problem('unknown-template', `There is no template "${key}"; ${insteadOf(key, templates.keys())}`);
    else if (wanted !== undefined && makes !== wanted) {
      const [is, expected] = makes === 'pdf' ? ['makes a PDF', 'a letter'] : ['is a letter', 'one that makes a PDF'];
      this.problem('wrong-template', `The template "${key}" ${is}; expected ${expected}`);
    }
  }

  private status(own: StreamFacts): void {
    const status = this.written('status');
    if (status === undefined || own.statuses.includes(status)) return;
    const message = `Documents of "${this.graph.stream ?? ''}" have no status "${status}"; ${insteadOf(status, own.statuses)}`;
    this.problem('unknown-status', message);
  }

  private fields(stream: StreamFacts, key: string): void {
    for (const name of this.names) {
      if (!name.startsWith(fieldPrefix)) continue;
      const field = name.slice(fieldPrefix.length);
      if (field in stream.fields) continue;
      const instead = insteadOf(field, Object.keys(stream.fields));
      this.problem('unknown-field', `The card of "${key}" has no field "${field}"; ${instead}`);
    }
  }

  private registered(own: StreamFacts | undefined): void {
    const { streams } = this.surroundings;
    const key = this.written('stream');
    if (!streams || key === undefined) return;
    const stream = streams.get(key);
    if (!stream) this.problem('unknown-stream', `There is no stream "${key}"; ${insteadOf(key, streams.keys())}`);
    else this.fields(stream, key);
    const into = this.written('into');
    if (into === undefined || !own || own.references[into] === key) return;
    const fitting = Object.keys(own.references).filter((field) => own.references[field] === key);
    this.problem(
      'unknown-field',
      `"into" names "${into}", which is no reference to "${key}" on the card; ${insteadOf(into, fitting)}`,
    );
  }
}
