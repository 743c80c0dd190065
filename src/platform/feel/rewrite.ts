import type { Tree } from '@lezer/common';
import { evaluate } from 'feelin';
import { guardPrefix } from './guards.js';

/** One side of a comparison, as far as it can be told without evaluating: a plain path, or a known type. */
export interface Operand {
  readonly path?: string;
  readonly type?: 'string' | 'number' | 'boolean' | 'date' | 'list' | 'context';
}

export interface ComparisonNote {
  readonly source: string;
  readonly left: Operand;
  readonly right: Operand;
}

/** A call of a function that FEEL itself does not have. */
export interface CallNote {
  readonly name: string;
  /** The first argument, where it is a text written out: `x` in `post("x")`. */
  readonly text?: string;
}

/** What a walk over a parse tree found out. */
export interface Rewritten {
  /** The source with guard calls put around operands, loop sources and bodies. */
  readonly source: string;
  /** Dotted paths of the free variables read, each once, in order of appearance. */
  readonly names: readonly string[];
  /** First parts that the scope may have to give: free variables, and names inside filters. */
  readonly roots: readonly string[];
  readonly comparisons: readonly ComparisonNote[];
  readonly calls: readonly CallNote[];
}

/** A node of a parse tree with its place in the source; blanks and comments are none. */
export interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly children: Node[];
  readonly parent: Node | null;
}

/** A mistake of syntax, with its place in the source. */
export class SyntaxProblem extends Error {}

const builtins = new Map<string, boolean>();

/** Whether FEEL itself has a function of that name. */
function isBuiltin(name: string): boolean {
  let known = builtins.get(name);
  if (known === undefined) {
    try {
      known = evaluate(name).value !== null;
    } catch {
      known = false;
    }
    if (builtins.size > 1000) builtins.clear();
    builtins.set(name, known);
  }
  return known;
}

/** The parse tree of `source` as plain nodes. Throws `SyntaxProblem`. */
export function toNodes(tree: Tree, source: string): Node {
  const root: Node = { name: 'root', from: 0, to: source.length, children: [], parent: null };
  let current = root;
  tree.iterate({
    enter(ref) {
      if (ref.type.isError) {
        const rest = source.slice(ref.from).trim();
        const where = rest === '' ? 'at its end' : `at "${rest.slice(0, 20)}" (character ${ref.from + 1})`;
        throw new SyntaxProblem(`it is not a complete FEEL expression ${where}`);
      }
      if (ref.type.isSkipped) return false;
      const node: Node = { name: ref.name, from: ref.from, to: ref.to, children: [], parent: current };
      current.children.push(node);
      current = node;
      return true;
    },
    leave(ref) {
      if (!ref.type.isSkipped) current = current.parent ?? root;
    },
  });
  return root;
}

/** Which guards stand around the children of a node: child index -> guard letter. */
function guardsOf(node: Node): ReadonlyMap<number, string> {
  const names = node.children.map((child) => child.name);
  switch (node.name) {
    case 'Comparison':
      if (names[1] === 'CompareOp')
        return new Map([
          [0, 'l'],
          [2, 'r'],
        ]);
      // feelin evaluates the two limits first, the value last
      if (names[1] === 'between')
        return new Map([
          [2, 'l'],
          [4, 'l'],
          [0, 'm'],
        ]);
      return new Map();
    case 'SimplePositiveUnaryTest':
      return names[0] === 'CompareOp' && inUnaryTests(node) ? new Map([[1, 't']]) : new Map();
    case 'IfExpression':
      return new Map([[1, 'b']]);
    case 'QuantifiedExpression':
      return new Map([[names.length - 1, 'b']]);
    case 'IterationContext':
      return names.length === 1
        ? new Map([[0, 's']])
        : new Map([
            [0, 'l'],
            [2, 'e'],
          ]);
    case 'ForExpression':
      return new Map([[names.length - 1, 's']]);
    case 'FunctionBody':
      return new Map([[0, 's']]);
    case 'ContextEntry':
      return new Map([[1, 's']]);
    default:
      return new Map();
  }
}

function inUnaryTests(node: Node): boolean {
  for (let up = node.parent; up; up = up.parent) {
    if (up.name === 'UnaryTests') return true;
    if (up.name === 'Comparison') return false;
  }
  return false;
}

function insertGuards(root: Node, source: string): string {
  const before = new Map<number, string>();
  const after = new Map<number, string>();
  const visit = (node: Node): void => {
    const guards = guardsOf(node);
    node.children.forEach((child, index) => {
      const guard = guards.get(index);
      if (guard) before.set(child.from, `${before.get(child.from) ?? ''}${guardPrefix}${guard}(`);
      visit(child);
      if (guard) after.set(child.to, `${after.get(child.to) ?? ''})`);
    });
  };
  visit(root);
  let text = '';
  for (let index = 0; index <= source.length; index += 1) {
    text += (after.get(index) ?? '') + (before.get(index) ?? '') + (source[index] ?? '');
  }
  return text;
}

function nameOf(node: Node, source: string): string {
  return source.slice(node.from, node.to).replace(/`/g, '').replace(/\s+/g, ' ');
}

/** The path that a variable begins, as far as it consists of plain property names. */
function pathFrom(variable: Node, source: string): string {
  let path = nameOf(variable, source);
  let node = variable;
  while (node.parent?.name === 'PathExpression' && node.parent.children[0] === node) {
    node = node.parent;
    const property = node.children[2];
    if (property) path += `.${nameOf(property, source)}`;
  }
  return path;
}

/** Names that a child of `node` at `index` sees besides those around it. */
function boundNames(node: Node, index: number, source: string): string[] {
  const children = node.children;
  if (node.name === 'ForExpression' || node.name === 'QuantifiedExpression') {
    const loops = children.find((child) => child.name === 'InExpressions');
    const names = (loops?.children ?? []).flatMap((loop) =>
      loop.children[0] ? [nameOf(loop.children[0], source)] : [],
    );
    return index === children.length - 1 ? [...names, 'partial'] : names;
  }
  if (node.name === 'FunctionDefinition') {
    const parameters = children.find((child) => child.name === 'FormalParameters');
    return (parameters?.children ?? []).map((parameter) => nameOf(parameter.children[0] ?? parameter, source));
  }
  if (node.name === 'Context') {
    return children.slice(0, index).flatMap((entry) => {
      const key = entry.name === 'ContextEntry' ? entry.children[0] : undefined;
      return key ? [nameOf(key, source).replace(/^"|"$/g, '')] : [];
    });
  }
  return [];
}

function collectNames(root: Node, source: string): { names: string[]; roots: string[] } {
  const names = new Set<string>();
  const roots = new Set<string>();
  const visit = (node: Node, bound: ReadonlySet<string>, inFilter: boolean): void => {
    if (node.name === 'VariableName') {
      const name = nameOf(node, source);
      const called = node.parent?.name === 'FunctionInvocation' && node.parent.children[0] === node;
      if (name === '?' || bound.has(name) || (called && isBuiltin(name))) return;
      roots.add(name);
      if (!inFilter && !called) names.add(pathFrom(node, source));
      return;
    }
    if (node.name === 'Key' || node.name === 'PathName' || node.name === 'Type') return;
    node.children.forEach((child, index) => {
      const more = boundNames(node, index, source);
      const filter = node.name === 'FilterExpression' && index === 2;
      const inner = filter ? [...more, 'item'] : more;
      visit(child, inner.length > 0 ? new Set([...bound, ...inner]) : bound, inFilter || filter);
    });
  };
  visit(root, new Set(), false);
  return { names: [...names], roots: [...roots] };
}

const literalTypes: Readonly<Record<string, Operand['type']>> = {
  StringLiteral: 'string',
  NumericLiteral: 'number',
  BooleanLiteral: 'boolean',
  List: 'list',
  Context: 'context',
};

function operandOf(node: Node, source: string): Operand {
  const type = literalTypes[node.name];
  if (type !== undefined) return { type };
  const text = source.slice(node.from, node.to);
  if (node.name === 'DateTimeLiteral' && /^date\s*\(/.test(text)) return { type: 'date' };
  if (node.name === 'VariableName') return { path: nameOf(node, source) };
  let root = node;
  while (root.name === 'PathExpression' && root.children[0]) root = root.children[0];
  return node.name === 'PathExpression' && root.name === 'VariableName' ? { path: text.replace(/\s+/g, '') } : {};
}

function collectComparisons(root: Node, source: string): ComparisonNote[] {
  const found: ComparisonNote[] = [];
  const visit = (node: Node): void => {
    if (node.name === 'FilterExpression') return;
    const [left, operator, right] = node.children;
    if (node.name === 'Comparison' && operator?.name === 'CompareOp' && left && right) {
      found.push({
        source: source.slice(node.from, node.to),
        left: operandOf(left, source),
        right: operandOf(right, source),
      });
    }
    node.children.forEach(visit);
  };
  visit(root);
  return found;
}

/** Calls of functions that are neither FEEL's own nor made in the expression; FEEL's operators are no calls. */
function collectCalls(root: Node, roots: readonly string[], source: string): CallNote[] {
  const free = new Set(roots);
  const found: CallNote[] = [];
  const visit = (node: Node): void => {
    const [called] = node.children;
    if (node.name === 'FunctionInvocation' && called?.name === 'VariableName' && free.has(nameOf(called, source))) {
      const parameters = node.children.find(
        ({ name }) => name === 'PositionalParameters' || name === 'NamedParameters',
      );
      const first = parameters?.children[0];
      const literal = first?.name === 'NamedParameter' ? first.children[1] : first;
      const text = literal?.name === 'StringLiteral' ? source.slice(literal.from + 1, literal.to - 1) : undefined;
      found.push({ name: nameOf(called, source), ...(text === undefined ? {} : { text }) });
    }
    node.children.forEach(visit);
  };
  visit(root);
  return found;
}

/** Reads a parse tree of `source`: names, and the source with guards. Throws `SyntaxProblem`. */
export function rewrite(tree: Tree, source: string): Rewritten {
  if (source.includes(guardPrefix)) throw new SyntaxProblem(`names that begin with ${guardPrefix} are reserved`);
  const root = toNodes(tree, source);
  const { names, roots } = collectNames(root, source);
  return {
    source: insertGuards(root, source),
    names,
    roots,
    comparisons: collectComparisons(root, source),
    calls: collectCalls(root, roots, source),
  };
}
