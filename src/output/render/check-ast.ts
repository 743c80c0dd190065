import { blockNames, helpers, showName } from './helpers/registry.js';
import type { SourcePlace } from './template-problem.js';

type Node = hbs.AST.Node;
type Path = hbs.AST.PathExpression;

/** A rule of templates that a node breaks. */
export interface AstProblem {
  readonly place: SourcePlace;
  readonly message: string;
}

/** What the checks learn about a template, for messages at rendering time and for checks against its texts. */
export interface AstFindings {
  readonly problems: AstProblem[];
  /** What is written at a place (`line:column`), to name the variable that is missing there. */
  readonly paths: Map<string, string>;
  /** Keys that `{{t "key"}}` asks for. */
  readonly textKeys: { readonly key: string; readonly place: SourcePlace }[];
}

/** How a place is written as a key of `AstFindings.paths`. */
export function placeKey({ line, column }: SourcePlace): string {
  return `${line}:${column}`;
}

const helperNames = Object.keys(helpers);

/**
 * Walks a parsed template, refuses what templates may not do (raw output, unknown helpers, decorators, named block
 * values, `log` and `lookup`), makes every lookup strict, and turns a plain `{{path}}` into a checked print.
 * Changes the tree in place.
 */
export function checkAst(program: hbs.AST.Program): AstFindings {
  const findings: AstFindings = { problems: [], paths: new Map(), textKeys: [] };
  visitBody(program, findings);
  return findings;
}

function refuse(findings: AstFindings, node: Node, message: string): void {
  findings.problems.push({ place: node.loc.start, message });
}

function visitBody(program: hbs.AST.Program, findings: AstFindings): void {
  for (const statement of program.body) visitStatement(statement, findings);
}

function visitStatement(node: Node, findings: AstFindings): void {
  switch (node.type) {
    case 'ContentStatement':
    case 'CommentStatement':
      return;
    case 'MustacheStatement':
      return visitMustache(node as hbs.AST.MustacheStatement, findings);
    case 'BlockStatement':
      return visitBlock(node as hbs.AST.BlockStatement, findings);
    default:
      refuse(findings, node, `${node.type} is not allowed; expected texts, {{values}} and if, unless, each, with`);
  }
}

function visitMustache(node: hbs.AST.MustacheStatement, findings: AstFindings): void {
  if (!node.escaped) {
    refuse(findings, node, 'raw output ({{{…}}} or {{&…}}) is not allowed; write {{…}}, which is escaped');
    return;
  }
  if (node.path.type !== 'PathExpression') return refuse(findings, node, 'expected the name of a value or a helper');
  const path = node.path as Path;
  if (isHelperCall(node.params, node.hash)) {
    visitCall(node, path, findings);
    return;
  }
  visitPath(path, findings);
  const written: hbs.AST.StringLiteral = {
    type: 'StringLiteral',
    loc: path.loc,
    value: path.original,
    original: path.original,
  };
  node.params = [path, written];
  node.path = { ...path, data: false, depth: 0, parts: [showName], original: showName };
}

/** Every helper takes arguments, so a name alone is a value, even where a helper has the same name. */
function isHelperCall(params: readonly Node[], hash: hbs.AST.Hash | undefined): boolean {
  return params.length > 0 || hash !== undefined;
}

function visitCall(
  node: { path: Node; params: Node[]; hash?: hbs.AST.Hash; loc: Node['loc'] },
  path: Path,
  findings: AstFindings,
): void {
  if (!helperNames.includes(path.original)) {
    refuse(findings, path, `there is no helper "${path.original}"; expected one of ${helperNames.join(', ')}`);
  }
  const [first] = node.params;
  if (path.original === 't' && first?.type === 'StringLiteral') {
    findings.textKeys.push({ key: (first as hbs.AST.StringLiteral).value, place: first.loc.start });
  }
  visitArguments(node, findings);
}

function visitArguments(node: { params: Node[]; hash?: hbs.AST.Hash }, findings: AstFindings): void {
  const named = node.hash?.pairs.map((pair) => pair.value) ?? [];
  for (const argument of [...node.params, ...named] as Node[]) {
    if (argument.type === 'PathExpression') visitPath(argument as Path, findings);
    if (argument.type === 'SubExpression') {
      const call = argument as hbs.AST.SubExpression;
      visitCall(call, call.path, findings);
    }
  }
}

function visitBlock(node: hbs.AST.BlockStatement, findings: AstFindings): void {
  if (!blockNames.includes(node.path.original) || node.params.length !== 1) {
    const expected = blockNames.map((name) => `{{#${name} value}}`).join(', ');
    refuse(findings, node, `there is no block "${node.path.original}" like this; expected ${expected}`);
  }
  visitArguments(node, findings);
  // Declared as always there, but absent where the block has no {{else}}.
  for (const body of [node.program, node.inverse] as (hbs.AST.Program | undefined)[]) {
    const [name] = body?.blockParams ?? [];
    if (name) refuse(findings, node, `"as |${name}|" is not known here; name the members of the block's value instead`);
    if (body) visitBody(body, findings);
  }
}

/** Strict: a name that the view model does not have stops the rendering instead of printing nothing. */
function visitPath(path: Path, findings: AstFindings): void {
  (path as Path & { strict: boolean }).strict = true;
  findings.paths.set(placeKey(path.loc.start), path.original);
}
