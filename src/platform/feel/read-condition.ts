import { parseExpression } from 'feelin';
import { SyntaxProblem, toNodes, type Node } from './rewrite.js';

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** One side of a comparison. */
export type ConditionOperand =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** `YYYY-MM-DD` */
  | { readonly kind: 'date'; readonly value: string };

/**
 * A condition taken apart into what other languages have as well. `in` and `between` have become comparisons; what is
 * joined may be true, false or null, as in FEEL.
 */
export type ConditionTree =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly ConditionTree[] }
  | { readonly kind: 'not'; readonly part: ConditionTree }
  | { readonly kind: 'holds'; readonly operand: ConditionOperand }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: ConditionOperand;
      readonly right: ConditionOperand;
    };

const operators: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const mostDeep = 40;
const day = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Takes apart a condition of comparisons, `in`, `between`, `and`, `or` and `not` over paths, numbers, texts, true, false,
 * null and dates. Anything else of FEEL is a problem, said in words.
 */
export function readCondition(source: string): { tree: ConditionTree } | { problem: string } {
  try {
    const root = toNodes(parseExpression(source, {}, undefined), source);
    return { tree: new Reader(source).condition(only(root), 0) };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { problem: error.message };
    return { problem: error instanceof Error ? error.message : 'it cannot be read' };
  }
}

class Reader {
  constructor(private readonly source: string) {}

  condition(node: Node, depth: number): ConditionTree {
    if (depth > mostDeep) throw new SyntaxProblem('it is nested too deeply');
    switch (node.name) {
      case 'Expression':
      case 'ParenthesizedExpression':
        return this.condition(inner(node), depth + 1);
      case 'Conjunction':
      case 'Disjunction': {
        const parts = node.children.filter(({ name }) => name !== 'and' && name !== 'or');
        const kind = node.name === 'Conjunction' ? 'and' : 'or';
        return { kind, parts: parts.map((part) => this.condition(part, depth + 1)) };
      }
      case 'Comparison':
        return this.comparison(node);
      case 'FunctionInvocation':
        return { kind: 'not', part: this.condition(this.negated(node), depth + 1) };
      default:
        return { kind: 'holds', operand: this.operand(node) };
    }
  }

  private negated(node: Node): Node {
    const [called] = node.children;
    const [argument, ...more] = node.children.find(({ name }) => name === 'PositionalParameters')?.children ?? [];
    if (!called || this.text(called) !== 'not' || !argument || more.length > 0) throw this.foreign(node);
    return argument;
  }

  private comparison(node: Node): ConditionTree {
    const [first, operator, ...rest] = node.children;
    if (!first || !operator) throw this.foreign(node);
    const left = this.operand(first);
    if (operator.name === 'CompareOp' && rest[0]) return this.compared(left, operator, this.operand(rest[0]));
    if (operator.name === 'between' && rest[0] && rest[2]) {
      const [from, to] = [this.operand(rest[0]), this.operand(rest[2])];
      requireRising(from, to);
      return { kind: 'and', parts: [comparison(left, '>=', from), comparison(left, '<=', to)] };
    }
    if (operator.name !== 'in') throw this.foreign(node);
    const tests = rest.flatMap((part) => (part.name === 'PositiveUnaryTests' ? part.children : [part]));
    return { kind: 'or', parts: tests.filter(({ name }) => !/^[()]$/.test(name)).map((test) => this.test(left, test)) };
  }

  /** One entry of what stands after `in`. */
  private test(left: ConditionOperand, node: Node): ConditionTree {
    switch (node.name) {
      case 'PositiveUnaryTest':
        return this.test(left, only(node));
      case 'List':
        return { kind: 'or', parts: node.children.slice(1, -1).map((entry) => this.test(left, entry)) };
      case 'SimplePositiveUnaryTest': {
        const [operator, value] = node.children;
        if (operator?.name === 'Interval') return this.within(left, operator);
        if (operator?.name === 'CompareOp' && value) return this.compared(left, operator, this.operand(value));
        return this.test(left, only(node));
      }
      case 'Interval':
        return this.within(left, node);
      default:
        return comparison(left, '=', this.operand(node));
    }
  }

  private within(left: ConditionOperand, node: Node): ConditionTree {
    const [open, from, , to, close] = node.children;
    if (!open || !from || !to || !close) throw this.foreign(node);
    const [least, most] = [this.operand(from), this.operand(to)];
    requireRising(least, most);
    const parts = [
      comparison(left, open.name === '[' ? '>=' : '>', least),
      comparison(left, close.name === ']' ? '<=' : '<', most),
    ];
    return { kind: 'and', parts };
  }

  private compared(left: ConditionOperand, node: Node, right: ConditionOperand): ConditionTree {
    const operator = this.text(node);
    if (!operators.has(operator)) throw this.foreign(node);
    return comparison(left, operator as ComparisonOperator, right);
  }

  private operand(node: Node): ConditionOperand {
    const text = this.text(node);
    switch (node.name) {
      case 'ParenthesizedExpression':
        return this.operand(inner(node));
      case 'VariableName':
      case 'PathExpression':
        if (!/^[A-Za-z_]\w*(\s*\.\s*[A-Za-z_]\w*)*$/.test(text)) throw this.foreign(node);
        return { kind: 'path', path: text.replace(/\s+/g, '') };
      case 'NumericLiteral':
        return { kind: 'literal', value: finite(text.replace(/\s+/g, '')) };
      case 'StringLiteral':
        return { kind: 'literal', value: plainText(text) };
      case 'BooleanLiteral':
        return { kind: 'literal', value: text === 'true' };
      case 'null':
        return { kind: 'literal', value: null };
      case 'DateTimeLiteral':
        return { kind: 'date', value: this.date(node) };
      default:
        throw this.foreign(node);
    }
  }

  private date(node: Node): string {
    const [, value] = /^(?:date\s*\(\s*|@)"([^"\\]*)"\s*\)?$/.exec(this.text(node)) ?? [];
    if (value === undefined || !day.test(value)) throw this.foreign(node);
    return value;
  }

  private text(node: Node): string {
    return this.source.slice(node.from, node.to).trim();
  }

  private foreign(node: Node): SyntaxProblem {
    const text = this.text(node);
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    return new SyntaxProblem(
      `"${shown}" cannot be used here: only comparisons of fields with fixed values, in, between, and, or, not(…) and dates`,
    );
  }
}

function comparison(left: ConditionOperand, operator: ComparisonOperator, right: ConditionOperand): ConditionTree {
  return { kind: 'comparison', operator, left, right };
}

/** FEEL turns a range round that falls; where its ends are not written out, nobody can tell. */
function requireRising(from: ConditionOperand, to: ConditionOperand): void {
  const [least, most] = [from, to].map((end) => ('value' in end ? end.value : null));
  const alike = from.kind === to.kind && typeof least === typeof most;
  if (alike && (typeof least === 'number' || from.kind === 'date') && (least ?? '') <= (most ?? '')) return;
  throw new SyntaxProblem('a range must go from a smaller number or date written out to a larger one');
}

function only(node: Node): Node {
  const [child, ...more] = node.children;
  if (!child || more.length > 0) throw new SyntaxProblem('it is not one condition');
  return child;
}

/** What stands between the parentheses; of a node without any, its one child. */
function inner(node: Node): Node {
  return only({ ...node, children: node.children.filter(({ name }) => name !== '(' && name !== ')') });
}

function finite(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number)) throw new SyntaxProblem(`"${text.slice(0, 60)}" is not a number`);
  return number;
}

function plainText(quoted: string): string {
  const text = quoted.slice(1, -1);
  if (/[\\\0]/.test(text)) throw new SyntaxProblem('a text with a backslash cannot be used here');
  return text;
}
