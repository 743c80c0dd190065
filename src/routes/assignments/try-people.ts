import type { Organisation } from '../../organisation/directory/organisation.js';
import { compileExpression, evaluate } from '../../platform/feel/expression.js';
import type { Expression } from '../../platform/feel/expression.js';
import { problemAt } from '../compile/compile-context.js';
import { isActivity } from '../compile/route-graph.js';
import type { ActivityNode, LoopPlan, RouteGraph, UserNode } from '../compile/route-graph.js';
import type { CheckedRoute } from '../definitions/check-route.js';
import type { RouteProblem } from '../model/route-model.js';
import { resolveOne, resolvePerformer } from './resolve-performer.js';

type Scope = Readonly<Record<string, unknown>>;

/** What the steps of a route are tried on. */
export interface Samples {
  readonly organisation: Organisation;
  readonly atMs: number;
  /** What expressions see of some documents of the route's stream. */
  readonly documents: readonly Scope[];
}

/** Something that a step needs to find when a run gets there. */
interface Question {
  readonly node: ActivityNode;
  readonly what: 'performer' | 'controller' | 'latecomer' | 'collection';
  readonly expression: Expression;
  /** Loops around it, the outermost first, whose items it may read. */
  readonly loops: readonly LoopPlan[];
}

/** Whether documents are needed to try a route. */
export function readsDocuments(graph: RouteGraph): boolean {
  return questionsOf(graph).some(readsDocument);
}

/**
 * Whether the steps of a route find somebody: who does them, who controls them, who gets them when they are late, and the
 * people over whom a step runs, one by one. Only what the document alone decides is tried: what reads earlier steps or
 * variables is known when a run gets there. Where there are no documents to try it on, that is told.
 */
export function tryPeople({ graph, model }: CheckedRoute, samples: Samples): RouteProblem[] {
  const untried = new Set<string>();
  const problems = questionsOf(graph).flatMap((question) => {
    const ofDocument = readsDocument(question);
    const tried = ofDocument ? samples.documents : [{}];
    if (tried.length === 0) untried.add(question.node.name ?? question.node.id);
    const failures = tried.flatMap((scope) => failureOn(question, scope, samples) ?? []);
    const [first] = failures;
    if (first === undefined) return isNeverFilled(question, tried, samples.atMs) ? [passedOver(model, question)] : [];
    const problem = problemAt(model, question.node, 'nobody', first);
    if (failures.length === tried.length) return [always(problem, ofDocument ? tried.length : 0)];
    const message = `On ${failures.length} of the ${tried.length} latest documents nobody is found: ${first} A run has an incident there.`;
    return [warning({ ...problem, code: 'nobody-sometimes', message })];
  });
  return untried.size === 0 ? problems : [...problems, notTried(graph, model, untried)];
}

const warning = (problem: RouteProblem): RouteProblem => ({ ...problem, severity: 'warning' });

function always(problem: RouteProblem, documents: number): RouteProblem {
  const where = documents === 0 ? [] : [`This is so on each of the ${documents} latest documents.`];
  const mend = 'Mend the performer, or fill the post or field that it reads.';
  return { ...problem, message: [problem.message, ...where, mend].join(' ') };
}

function isNeverFilled({ what, expression, loops }: Question, tried: readonly Scope[], atMs: number): boolean {
  if (what !== 'collection' || loops.length > 0 || tried.length === 0) return false;
  const lists = tried.map((scope) => listOf(expression, scope, atMs));
  return lists.every((list) => 'items' in list && list.items.length === 0);
}

function passedOver(model: CheckedRoute['model'], { node, expression }: Question): RouteProblem {
  const message = `The list "${expression.source}" has been empty on each of the latest documents: the step would have been passed over`;
  return warning(problemAt(model, node, 'nobody-so-far', message));
}

function notTried(graph: RouteGraph, model: CheckedRoute['model'], steps: ReadonlySet<string>): RouteProblem {
  const why = graph.stream === undefined ? 'it names no stream' : `there are no documents in "${graph.stream}" yet`;
  const message = `Whether somebody is found could not be tried, since ${why}: ${[...steps].join(', ')}`;
  return warning(problemAt(model, { id: graph.processId }, 'not-tried', message));
}

function questionsOf(graph: RouteGraph): Question[] {
  return [...graph.nodes.values()].flatMap((node): Question[] => {
    if (!isActivity(node)) return [];
    const loops = loopsAround(graph, node);
    const collection = node.loop?.collection;
    const found: Question[] = collection ? [{ node, what: 'collection', expression: collection, loops }] : [];
    if (node.kind === 'user') found.push(...peopleOf(node, node.loop ? [...loops, node.loop] : loops));
    return found.filter(isDecidedByDocument);
  });
}

function peopleOf(node: UserNode, loops: readonly LoopPlan[]): Question[] {
  const { performer, candidates, controller, rungs } = node.assignment;
  const texts = [
    ['performer', candidates ?? performer],
    ['controller', controller],
    ...rungs.map(({ to }) => ['latecomer', to] as const),
  ] as const;
  return texts.flatMap(([what, text]) => {
    const compiled = text === undefined ? { problem: '' } : compileExpression(text);
    return 'problem' in compiled ? [] : [{ node, what, expression: compiled.expression, loops }];
  });
}

function loopsAround(graph: RouteGraph, node: ActivityNode): LoopPlan[] {
  const found: LoopPlan[] = [];
  for (let id = node.scope; id !== null;) {
    const scope = graph.nodes.get(id);
    if (scope && isActivity(scope) && scope.loop) found.unshift(scope.loop);
    id = scope?.scope ?? null;
  }
  return found;
}

function rootsOf({ names }: Expression): string[] {
  return names.map((name) => name.split('.')[0] ?? '');
}

const ofDocuments = new Set(['card', 'document']);

/** Items of loops are known where what they are taken from is. */
function isDecidedByDocument({ expression, loops }: Question): boolean {
  const known = new Set(ofDocuments);
  for (const { collection, item } of loops) {
    const isKnown = collection && rootsOf(collection).every((root) => known.has(root));
    if (item !== undefined && isKnown) known.add(item);
    else if (item !== undefined) known.delete(item);
  }
  return rootsOf(expression).every((root) => known.has(root));
}

function readsDocument({ expression, loops }: Question): boolean {
  const collections = loops.flatMap(({ collection }) => collection ?? []);
  return [expression, ...collections].some((one) => rootsOf(one).some((root) => ofDocuments.has(root)));
}

/** What goes wrong first on one document, item by item of the loops around. */
function failureOn(question: Question, document: Scope, samples: Samples): string | undefined {
  let scopes: readonly Scope[] = [document];
  for (const { collection, item } of question.loops) {
    if (!collection || item === undefined) continue;
    // a list that cannot be had is a question of its own
    scopes = scopes.flatMap((scope) => {
      const list = listOf(collection, scope, samples.atMs);
      return 'items' in list ? list.items.map((value) => ({ ...scope, [item]: value })) : [];
    });
  }
  for (const scope of scopes) {
    const failure = failureIn(question, scope, samples);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function failureIn({ what, expression }: Question, scope: Scope, { organisation, atMs }: Samples): string | undefined {
  const { source } = expression;
  if (what === 'collection') {
    const list = listOf(expression, scope, atMs);
    return 'failure' in list ? list.failure : undefined;
  }
  const search = { organisation, scope, atMs };
  const found = what === 'controller' ? resolveOne(search, source) : resolvePerformer(search, source);
  const isNobody = 'personId' in found && found.personId === null;
  const nobody = isNobody ? `"${source}" gives no active person.` : undefined;
  const failure = 'failure' in found ? found.failure : nobody;
  const place = { performer: undefined, controller: 'The controller', latecomer: 'When it is late' }[what];
  return failure === undefined || place === undefined ? failure : `${place}: ${failure}`;
}

function listOf(
  collection: Expression,
  scope: Scope,
  atMs: number,
): { readonly items: readonly unknown[] } | { readonly failure: string } {
  const result = evaluate(collection, scope, { at: atMs });
  if ('failure' in result)
    return { failure: `The list "${collection.source}" could not be evaluated: ${result.failure}` };
  if (Array.isArray(result.value)) return { items: result.value };
  return { failure: `"${collection.source}" gives no list of people or things to run over.` };
}
