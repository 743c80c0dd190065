import { compileUnaryTests } from '../../platform/feel/expression.js';
import type { Expression } from '../../platform/feel/expression.js';
import { checkAgainstCard } from '../conditions/card-types.js';
import { insteadOf, nearestName } from '../model/nearest-name.js';
import type { ModelNode } from '../model/route-model.js';
import { tasksOf } from './check-references.js';
import type { CompileContext, NotedExpression } from './compile-context.js';

/** What expressions know of a document: `document.<name>`. */
export const documentNames = [
  'id',
  'stream',
  'number',
  'title',
  'status',
  'language',
  'createdAt',
  'author',
  'responsible',
  'unit',
] as const;
/** What is kept of a task that was done: `steps.<element>.<name>`. */
export const stepNames = ['outcome', 'comment', 'performer', 'at', 'round'] as const;
/** Functions of the texts that say who does a task. */
export const peopleFunctions = [
  'post',
  'unit',
  'group',
  'person',
  'headOf',
  'lane',
  'leastLoaded',
  'roundRobin',
  'except',
] as const;
/** Of tasks done several times (BPMN 2.0, 13.3.7): the turn, and how many turns there are. */
const loopNames = ['loopCounter', 'nrOfInstances', 'nrOfActiveInstances', 'nrOfCompletedInstances'];
const peopleTexts = /^(the performer|the candidates|the controller|who it is handed to)/;

/** What expressions name: documents, fields, other steps, functions, variables. Unknown ones would stop the route when it runs. */
export function checkNames(context: CompileContext): void {
  const known = {
    tasks: tasksOf(context),
    variables: variablesOf(context),
    nodes: [...context.placed.values()].map(({ node }) => node),
  };
  const told = new Set<string>();
  const check = (noted: NotedExpression): void => {
    for (const path of noted.expression.names) checkName(context, known, told, noted, path);
    for (const { name } of noted.expression.calls) checkCall(context, noted, name);
    checkTurns(context, noted);
  };
  context.expressions.forEach(check);
  cellsOf(context).forEach(check);
}

interface Known {
  readonly tasks: readonly string[];
  readonly variables: ReadonlySet<string>;
  readonly nodes: readonly ModelNode[];
}

function checkName(
  context: CompileContext,
  known: Known,
  told: Set<string>,
  noted: NotedExpression,
  path: string,
): void {
  const { element, what } = noted;
  const [root = '', name, part] = path.split('.');
  if (root === 'card') return;
  if (root === 'document') {
    if (name !== undefined && !documentNames.some((other) => other === name))
      context.problem(
        element,
        'unknown-name',
        `${what}: a document has no "${name}"; ${insteadOf(name, documentNames)}`,
      );
  } else if (root === 'steps') {
    if (name !== undefined) checkStep(context, known, noted, name, part);
  } else if (!known.variables.has(root) && !told.has(root)) {
    told.add(root);
    const nearest = nearestName(root, [...known.variables, 'card', 'document', 'steps']);
    const instead = nearest === undefined ? '' : `did you mean "${nearest}"? `;
    context.warning(
      element,
      'unknown-variable',
      `${what}: nothing in the drawing gives "${root}"; ${instead}A variable that comes from outside is declared by millrace:variable`,
    );
  }
}

function checkStep(
  context: CompileContext,
  known: Known,
  noted: NotedExpression,
  id: string,
  part: string | undefined,
): void {
  const { element, what } = noted;
  if (!known.tasks.includes(id)) {
    const other = known.nodes.find((node) => node.id === id);
    const message = other
      ? `"${id}" is a ${other.type}, of which nothing is kept; ${insteadOf('', known.tasks)}`
      : `there is no step "${id}"; ${insteadOf(id, known.tasks)}`;
    context.problem(element, 'unknown-step', `${what}: ${message}`);
  } else if (part !== undefined && !stepNames.some((other) => other === part)) {
    context.problem(element, 'unknown-name', `${what}: a step has no "${part}"; ${insteadOf(part, stepNames)}`);
  }
}

function checkCall(context: CompileContext, { element, what }: NotedExpression, name: string): void {
  const people = peopleFunctions.some((other) => other === name);
  if (!people)
    context.problem(
      element,
      'unknown-function',
      `${what}: there is no function "${name}"; ${insteadOf(name, peopleFunctions)}`,
    );
  else if (!peopleTexts.test(what)) {
    context.problem(
      element,
      'unknown-function',
      `${what}: "${name}" is known only where people are named (performer, candidates, controller, escalation)`,
    );
  }
}

/** Whose turn it is is looked up before the text is evaluated, so what it is kept under must be written out. */
function checkTurns(context: CompileContext, { element, what, expression }: NotedExpression): void {
  if (!/\broundRobin\s*\((?!\s*"[^"\\]+"\s*,)/.test(expression.source)) return;
  const message = `${what}: the first argument of roundRobin is a name in quotes under which turns are kept, such as roundRobin("sales", unit("sales").members)`;
  context.problem(element, 'round-robin-name', message);
}

/** Cells of decision tables, which are unary tests and are compiled apart from other expressions. */
function cellsOf(context: CompileContext): NotedExpression[] {
  const { card } = context.options;
  return [...context.placed.values()].flatMap(({ node }) =>
    (node.decision?.rules ?? []).flatMap((rule, index) =>
      rule.when.flatMap((cell) => {
        const expression = unaryTests(cell);
        if (!expression) return [];
        const what = `in rule ${index + 1}`;
        for (const complaint of card ? checkAgainstCard(expression, card.fields) : [])
          context.problem(node, 'card-type', `${what}: ${complaint}`);
        return [{ element: node, what, expression }];
      }),
    ),
  );
}

function unaryTests(cell: string): Expression | undefined {
  const text = cell.trim();
  if (text === '' || text === '-') return undefined;
  const compiled = compileUnaryTests(text);
  return 'expression' in compiled ? compiled.expression : undefined;
}

/** Everything that gives a variable a value somewhere in the route; where it is known is not looked at. */
function variablesOf(context: CompileContext): ReadonlySet<string> {
  const names = new Set(['outcome', ...loopNames, ...context.process.variables.map(({ name }) => name)]);
  for (const { node } of context.placed.values()) {
    const given = [
      node.script?.result,
      node.action?.result,
      node.decision?.result,
      node.loop?.item,
      node.loop?.into,
      ...node.outputs.map(({ target }) => target),
    ];
    for (const name of given) if (name !== undefined) names.add(name);
  }
  for (const { what, expression } of context.expressions) {
    // a script without a result variable sets one for each entry of its context
    if (what === 'the script')
      for (const found of expression.source.matchAll(/[{,]\s*"?(\w+)"?\s*:/g)) names.add(found[1] ?? '');
  }
  return names;
}
