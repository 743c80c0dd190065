import type { Expression } from '../../platform/feel/expression.js';
import { toFeelText } from '../conditions/foreign-expression.js';
import type { ModelAssignment, ModelMapping, ModelNode } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';
import { readRung } from './read-rung.js';
import type { AssignmentPlan, LoopPlan, MappingPlan } from './route-graph.js';

const nobody: ModelAssignment = {
  editable: [],
  required: [],
  hidden: [],
  round: false,
  skippable: false,
  acceptance: false,
  notSameAs: [],
  ladder: [],
  outcomes: [],
};

/** Who does a user task: its own performer, else its lane's. FEEL texts are only checked, the shell evaluates them. */
export function assignmentPlan(
  context: CompileContext,
  node: ModelNode,
  lanePerformer: string | undefined,
): AssignmentPlan {
  const own = node.assignment ?? nobody;
  const performer = own.performer ?? lanePerformer ?? (own.candidates === undefined ? undefined : 'null');
  if (performer === undefined && context.strict) {
    context.problem(
      node,
      'no-performer',
      'nobody is to do it: give millrace:assignment a performer or candidates, or put the task into a lane',
    );
  }
  for (const [what, text] of [
    ['the performer', performer],
    ['the candidates', own.candidates],
    ['the controller', own.controller],
    ...own.ladder.map((rung) => ['who it is handed to when late', rung.to] as const),
  ] as const) {
    if (text !== undefined) context.expression(node, what, text);
  }
  if (own.due?.startsWith('=')) context.expression(node, 'the due date', own.due);
  checkInstruction(context, node, own);
  checkOutcomes(context, node, own);
  const roundLimit = own.limitRounds === undefined ? undefined : Number(own.limitRounds);
  if (roundLimit !== undefined && (!Number.isInteger(roundLimit) || roundLimit < 1)) {
    context.problem(node, 'round-limit', `limitRounds "${own.limitRounds}" is not a whole number above 0`);
  }
  const rungs = own.ladder.flatMap((rung) => readRung(context, node, rung) ?? []);
  return { ...own, performer: performer ?? 'null', rungs, ...(roundLimit === undefined ? {} : { roundLimit }) };
}

/** An instruction that begins with `=` is FEEL, in each language. */
function checkInstruction(context: CompileContext, node: ModelNode, { instruction }: ModelAssignment): void {
  const texts = typeof instruction === 'string' ? [instruction] : Object.values(instruction ?? {});
  for (const text of texts) if (text.startsWith('=')) context.expression(node, 'the instruction', text.slice(1));
}

function checkOutcomes(context: CompileContext, node: ModelNode, assignment: ModelAssignment): void {
  const seen = new Set<string>();
  for (const { key } of assignment.outcomes) {
    if (!/^[a-z][a-z0-9-]*$/.test(key))
      context.problem(node, 'outcome', `the outcome key "${key}" is not made of small letters, digits and hyphens`);
    if (seen.has(key)) context.problem(node, 'duplicate-outcome', `the outcome "${key}" is declared twice`);
    seen.add(key);
  }
}

/** Loop and multi-instance markers. */
export function loopPlan(context: CompileContext, node: ModelNode): LoopPlan | undefined {
  const { loop } = node;
  if (!loop) return undefined;
  const part = (what: string, text: string | undefined): Expression | undefined => context.optional(node, what, text);
  if (loop.kind === 'while') {
    const maximum = loop.maximum === undefined ? undefined : Number(loop.maximum);
    if (loop.condition === undefined && maximum === undefined && context.strict) {
      context.problem(node, 'loop', 'the loop has neither a condition nor a maximum');
    }
    const condition = part('the loop condition', loop.condition);
    return {
      kind: 'while',
      testBefore: loop.testBefore === true,
      ...(condition ? { condition } : {}),
      ...(maximum === undefined ? {} : { maximum }),
    };
  }
  if (loop.cardinality === undefined && loop.collection === undefined && context.strict) {
    context.problem(node, 'loop', 'the multi-instance marker has neither a collection nor a cardinality');
  }
  const cardinality = part('the number of turns', loop.cardinality);
  const collection = part('the collection', loop.collection);
  const collect = part('the collected value', loop.collect);
  const completion = part('the completion condition', loop.completion);
  return {
    kind: loop.kind,
    ...(cardinality ? { cardinality } : {}),
    ...(collection ? { collection } : {}),
    ...(collect ? { collect } : {}),
    ...(completion ? { completion } : {}),
    ...(loop.item === undefined ? {} : { item: loop.item }),
    ...(loop.into === undefined ? {} : { into: loop.into }),
  };
}

/** `millrace:in` and `millrace:out` of a call. */
export function mappingPlans(
  context: CompileContext,
  node: ModelNode,
  what: string,
  mappings: readonly ModelMapping[],
): MappingPlan[] {
  return mappings.flatMap((mapping) => {
    if (mapping.target === '') context.problem(node, 'mapping', `${what} has no target variable`);
    const source = context.expression(node, `${what} ${mapping.target}`, mapping.source);
    return source ? [{ source, target: mapping.target }] : [];
  });
}

/** A script task's expression. Only FEEL is run. */
export function scriptPlan(context: CompileContext, node: ModelNode): Expression | undefined {
  const { format, text } = node.script ?? {};
  if (text === undefined) {
    if (context.strict) context.problem(node, 'script', 'the script task has no script');
    return undefined;
  }
  const language = format?.toLowerCase() ?? 'feel';
  if (!['feel', 'juel', 'text/x-feel', 'application/x-feel'].includes(language) && 'problem' in toFeelText(text)) {
    context.problem(node, 'script', `scripts in ${format} are not run; write it in FEEL (scriptFormat="feel")`);
    return undefined;
  }
  if (!language.includes('feel') && language !== 'juel') {
    context.problem(node, 'script', `scripts in ${format} are not run; write it in FEEL (scriptFormat="feel")`);
    return undefined;
  }
  return context.expression(node, 'the script', text);
}
