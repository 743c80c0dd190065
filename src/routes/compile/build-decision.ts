import { compileExpression, compileUnaryTests, evaluate } from '../../platform/feel/expression.js';
import type { Expression } from '../../platform/feel/expression.js';
import { hitPolicies, isAmong } from '../conditions/decision-table.js';
import type { DecisionPlan, HitPolicy } from '../conditions/decision-table.js';
import type { ModelDecision, ModelNode } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';

const policyLetters: Readonly<Record<string, HitPolicy>> = {
  U: 'UNIQUE',
  F: 'FIRST',
  P: 'PRIORITY',
  A: 'ANY',
  R: 'RULE ORDER',
  O: 'OUTPUT ORDER',
  C: 'COLLECT',
  'C+': 'COLLECT SUM',
  'C<': 'COLLECT MIN',
  'C>': 'COLLECT MAX',
  'C#': 'COLLECT COUNT',
};

/** The decision table of a business rule task. */
export function decisionPlan(
  context: CompileContext,
  node: ModelNode,
  decision: ModelDecision,
): DecisionPlan | undefined {
  const text = decision.hitPolicy.toUpperCase();
  const hitPolicy = policyLetters[text] ?? hitPolicies.find((policy) => policy === text);
  if (!hitPolicy) {
    context.problem(node, 'decision', `the hit policy "${decision.hitPolicy}" is none of ${hitPolicies.join(', ')}`);
    return undefined;
  }
  if (decision.result === undefined) context.problem(node, 'decision', 'the decision table has no result variable');
  if (decision.outputs.length === 0) context.problem(node, 'decision', 'the decision table has no output');
  const compiled = (what: string, source: string): Expression[] => {
    const expression = context.expression(node, what, source);
    return expression ? [expression] : [];
  };
  const rules = decision.rules.map((rule, index) => {
    if (rule.when.length !== decision.inputs.length || rule.then.length !== decision.outputs.length) {
      context.problem(node, 'decision', `rule ${index + 1} has not one cell for each input and output`);
    }
    return {
      when: rule.when.map((cell) => unaryTest(context, node, index, cell)),
      then: rule.then.flatMap((cell) => compiled(`the result of rule ${index + 1}`, cell)),
    };
  });
  const outputs = decision.outputs.map((output) => {
    const otherwise = context.optional(node, `the default of the output ${output.name}`, output.otherwise);
    return {
      name: output.name,
      values: output.values === undefined ? [] : valuesOf(context, node, output.name, output.values),
      ...(otherwise ? { otherwise } : {}),
    };
  });
  const inputs = decision.inputs.flatMap((input) => compiled('an input', input.expression));
  const plan = { hitPolicy, result: decision.result ?? '', inputs, outputs, rules };
  if (context.options.publishing) checkPolicy(context, node, plan);
  return plan;
}

function unaryTest(context: CompileContext, node: ModelNode, rule: number, cell: string): Expression | null {
  const text = cell.trim();
  if (text === '' || text === '-') return null;
  const compiled = compileUnaryTests(text);
  if ('expression' in compiled) return compiled.expression;
  context.problem(node, 'expression', `in rule ${rule + 1} "${text}": ${compiled.problem}`);
  return null;
}

/** The values that an output may have, in the order of the drawing. */
function valuesOf(context: CompileContext, node: ModelNode, output: string, text: string): readonly unknown[] {
  const compiled = compileExpression(`[${text}]`);
  const result = 'expression' in compiled ? evaluate(compiled.expression, {}) : { failure: compiled.problem };
  if ('value' in result && Array.isArray(result.value)) return result.value as unknown[];
  if (context.options.publishing) {
    const message = `the values of the output ${output} are not FEEL values with commas between them, such as "high", "low" (texts in quotes) or 3, 2, 1: ${text}`;
    context.problem(node, 'decision', message);
  }
  // routes published before values were FEEL go on as they did
  return text.split(',').map((value) => value.trim().replace(/^"|"$/g, ''));
}

/** What DMN (1.5, 8.2.11) asks of a table with such a hit policy. */
function checkPolicy(context: CompileContext, node: ModelNode, plan: DecisionPlan): void {
  const { hitPolicy, outputs } = plan;
  const ordered = hitPolicy === 'PRIORITY' || hitPolicy === 'OUTPUT ORDER';
  if (ordered && outputs.every(({ values }) => values.length === 0)) {
    const message = `the hit policy ${hitPolicy} needs the values of an output, highest first: values="..." at millrace:output`;
    context.problem(node, 'decision', message);
  }
  if (hitPolicy.startsWith('COLLECT ') && outputs.length > 1) {
    const message = `${hitPolicy} is not defined for several outputs; leave one output, or use COLLECT without an operator`;
    context.problem(node, 'decision', message);
  }
  for (const [index, output] of outputs.entries()) {
    if (output.name === '' && outputs.length > 1)
      context.problem(node, 'decision', `output ${index + 1} has no name, which it needs beside others`);
    if (outputs.findIndex(({ name }) => name === output.name) < index)
      context.problem(node, 'decision', `two outputs are named "${output.name}"`);
    if (output.values.length > 0) checkResults(context, node, plan, index);
  }
}

/** Results that are written out are among the values that the output may have. */
function checkResults(context: CompileContext, node: ModelNode, { outputs, rules }: DecisionPlan, index: number): void {
  const output = outputs[index];
  if (!output) return;
  const written = [
    ...rules.map(({ then }, rule) => [`the result of rule ${rule + 1}`, then[index]] as const),
    [`the default of the output ${output.name}`, output.otherwise] as const,
  ];
  for (const [what, expression] of written) {
    if (!expression || expression.names.length > 0 || expression.calls.length > 0) continue;
    const result = evaluate(expression, {});
    if ('value' in result && !isAmong(output.values, result.value))
      context.problem(
        node,
        'decision',
        `${what} is ${expression.source}, which is none of the values of ${output.name}`,
      );
  }
}
