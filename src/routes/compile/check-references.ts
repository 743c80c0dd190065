import { insteadOf } from '../model/nearest-name.js';
import type { ModelNode } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';

const personal = new Set(['userTask', 'manualTask']);

/** What the attributes of assignments name: other tasks of the route, fields of the card. */
export function checkReferences(context: CompileContext): void {
  const tasks = tasksOf(context);
  for (const { node } of context.placed.values()) {
    if (!node.assignment || !personal.has(node.type)) continue;
    checkOthers(context, node, tasks);
    for (const attribute of ['editable', 'required', 'hidden'] as const)
      checkFields(context, node, attribute, node.assignment[attribute], []);
    checkHidden(context, node);
    checkFields(context, node, 'binds', node.assignment.binds ?? [], ['files']);
  }
}

/** Ids of the tasks that people do. */
export function tasksOf(context: CompileContext): readonly string[] {
  return [...context.placed.values()].filter(({ node }) => personal.has(node.type)).map(({ node }) => node.id);
}

function checkOthers(context: CompileContext, node: ModelNode, tasks: readonly string[]): void {
  for (const id of node.assignment?.notSameAs ?? []) {
    if (id === node.id)
      context.problem(node, 'not-same-as', 'notSameAs names the task itself; name the tasks done before it');
    else if (!tasks.includes(id))
      context.problem(
        node,
        'not-same-as',
        `notSameAs names "${id}", which is no task of a person; ${insteadOf(id, tasks)}`,
      );
  }
}

/** Nobody fills in what is not shown. */
function checkHidden(context: CompileContext, node: ModelNode): void {
  const { editable = [], required = [], hidden = [] } = node.assignment ?? {};
  for (const key of new Set([...editable, ...required])) {
    if (hidden.includes(key))
      context.problem(node, 'hidden-field', `the field "${key}" is hidden and to be filled in at once; leave one out`);
  }
}

function checkFields(
  context: CompileContext,
  node: ModelNode,
  attribute: string,
  named: readonly string[],
  besides: readonly string[],
): void {
  const { card } = context.options;
  if (!card) return;
  const known = [...Object.keys(card.fields), ...besides];
  for (const key of named) {
    if (known.includes(key)) continue;
    context.problem(
      node,
      'unknown-field',
      `${attribute} names "${key}", which the card does not have; ${insteadOf(key, known)}`,
    );
  }
}
