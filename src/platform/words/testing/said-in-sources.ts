import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** What the sources say to people. */
export interface Said {
  /** Whole sentences in English, with their holes. */
  readonly texts: ReadonlySet<string>;
  /** Sentences that cannot be found because they are put together, with their places. */
  readonly hidden: readonly string[];
}

/** Reads the sources of the server below `root` for the sentences that people are told. */
export function saidInSources(root: string): Said {
  const files = sourcesBelow(root, root);
  const tellers = files.flatMap(tellersOf);
  const said = { texts: new Set<string>(), hidden: [] as string[] };
  for (const file of files) {
    const known = new Map(tellers.filter((teller) => reaches(teller, file)).map(({ name, place }) => [name, place]));
    visit(file, (node) => messagesOf(node, known).forEach((message) => note(message, said)));
  }
  return said;
}

/** What files write down in English, with `{}` for each value. */
export interface WrittenDown {
  /** Of every text. */
  readonly patterns: ReadonlySet<string>;
  /** Of those that hold words. */
  readonly sentences: readonly string[];
}

/** Files that know no catalogue, and whose texts are written down in English and told when they are read. */
const writtenDownAt = [
  ...['platform/feel/expression.ts', 'worktime/due-rule.ts', 'worktime/due-date.ts'],
  ...['streams/filter/compile-filter.ts', 'streams/filter/compile-sort.ts', 'routes/conditions/decision-table.ts'],
  ...['confirmation', 'driver', 'handle', 'joins', 'life', 'loops', 'recall', 'sending', 'timers'].map(
    (file) => `routes/engine/${file}.ts`,
  ),
  ...['actions', 'occurrences', 'refusals', 'reopen', 'repair', 'start-run', 'tasks'].map(
    (file) => `routes/engine/events/${file}.ts`,
  ),
  ...['routes/engine/elements', 'routes/actions/route-action.ts', 'routes/actions/send-mail.action.ts'],
  ...['routes/assignments/resolve-performer.ts', 'routes/runs/plan-assignment.ts', 'routes/runs/due-time.ts'],
  'routes/runs/settle-run.ts',
  ...['nearest-name', 'parse-route', 'read-warnings'].map((file) => `routes/model/${file}.ts`),
  ...['routes/compile', 'routes/conditions', 'routes/simulate/scenario.ts'],
  ...['check-actions', 'check-people', 'check-route', 'judge-routes', 'play-scenarios'].map(
    (file) => `routes/definitions/${file}.ts`,
  ),
  'routes/assignments/try-people.ts',
];

/** The texts of such files. Errors that are thrown are none of them. */
export function writtenDownIn(root: string): WrittenDown {
  const patterns = new Set<string>();
  const look = (node: ts.Node): void => {
    if (ts.isThrowStatement(node) || ts.isImportDeclaration(node)) return;
    const pattern = patternOf(node);
    if (pattern !== undefined) patterns.add(pattern);
    // The values of a text may be texts; a text that goes on over several lines is one.
    if (pattern === undefined || pattern.includes('{}')) ts.forEachChild(node, look);
  };
  for (const place of writtenDownAt) for (const file of sourcesBelow(root, join(root, place))) look(file);
  const sentences = [...patterns].filter((pattern) => /[a-z)] [a-z(]/.test(pattern) && !/\n|SELECT/.test(pattern));
  return { patterns, sentences };
}

/** The pattern of a literal, a template, or several of these put behind each other. */
function patternOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map((span) => `{}${span.literal.text}`).join('');
  if (!ts.isBinaryExpression(node)) return undefined;
  const [left, right] = [patternOf(node.left), patternOf(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

function sourcesBelow(root: string, place: string): ts.SourceFile[] {
  const paths = place.endsWith('.ts')
    ? [place]
    : readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => join(place, name));
  return paths
    .filter((path) => path.endsWith('.ts') && !/\.spec\.ts$|\/testing\//.test(path))
    .map((path) => ts.createSourceFile(relative(root, path), readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
}

/** A function one of whose parameters is a sentence that is told, with the place of that parameter. */
interface Teller {
  readonly file: string;
  readonly name: string;
  readonly place: number;
}

function tellersOf(file: ts.SourceFile): Teller[] {
  const found: Teller[] = [];
  visit(file, (node) => {
    if (!ts.isFunctionLike(node)) return;
    const place = node.parameters.findIndex(({ type }) => type?.getText() === 'string | Sentence');
    const name = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
    if (place >= 0 && name) found.push({ file: file.fileName, name: name.getText(), place });
  });
  return found;
}

/** Whether a function is the file's own or imported. */
function reaches({ file: declaring, name }: Teller, file: ts.SourceFile): boolean {
  if (declaring === file.fileName) return true;
  return file.statements.filter(ts.isImportDeclaration).some(({ importClause, moduleSpecifier }) => {
    const from = join(dirname(file.fileName), (moduleSpecifier as ts.StringLiteral).text);
    return from === declaring.replace(/\.ts$/, '.js') && (importClause?.getText().includes(name) ?? false);
  });
}

/** The expressions of a node that people are told. */
function messagesOf(node: ts.Node, tellers: ReadonlyMap<string, number>): (ts.Node | undefined)[] {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Refusal') return [node.arguments?.[2]];
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
    if (name === 'say' && importsSay(node)) return [node.arguments[0]];
    const place = tellers.get(name);
    return place === undefined ? [] : [node.arguments[place]];
  }
  if (!ts.isObjectLiteralExpression(node)) return [];
  const members = new Map(node.properties.map((member) => [member.name?.getText(), member]));
  const message = members.get('message');
  if (message && ts.isPropertyAssignment(message) && isOptionOfRule(node)) return [message.initializer];
  if (!members.has('path') || !members.has('code') || !message || !toldAsProblem(node)) return [];
  return [ts.isPropertyAssignment(message) ? message.initializer : message.name];
}

/** The words that a rule of a DTO is given for its refusals. */
function isOptionOfRule(node: ts.ObjectLiteralExpression): boolean {
  const alone = node.properties.every(({ name }) => name !== undefined && /^(message|each)$/.test(name.getText()));
  return alone && node.getSourceFile().text.includes("from 'class-validator'");
}

/** The start of the program and the simulator have a `say` of their own. */
function importsSay(node: ts.Node): boolean {
  return node.getSourceFile().text.includes("words/sentence.js'");
}

/** Problems of definitions (streams, reports) are told to whoever writes them at a console, in English. */
function toldAsProblem(node: ts.Node): boolean {
  return /\bimport [^;]*\b(Refusal|Objection)\b[^;]*errors\.js'/.test(node.getSourceFile().text);
}

function note(message: ts.Node | undefined, said: { readonly texts: Set<string>; readonly hidden: string[] }): void {
  for (const part of partsOf(message)) {
    const text = literal(part);
    if (text === undefined) said.hidden.push(placeOf(part));
    else said.texts.add(text);
  }
}

/** What a message is, on all its ways: literals, and texts that are put together. Calls and what is passed on are left out. */
function partsOf(node: ts.Node | undefined): ts.Node[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return [node];
  if (ts.isParenthesizedExpression(node)) return partsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...partsOf(node.whenTrue), ...partsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node)) {
    const added = node.operatorToken.kind === ts.SyntaxKind.PlusToken;
    return added ? [node] : [...partsOf(node.left), ...partsOf(node.right)];
  }
  return ts.isIdentifier(node) ? partsOf(constant(node)) : [];
}

/** The text of a literal, which may go on over several lines. */
function literal(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isBinaryExpression(node)) return undefined;
  const [left, right] = [literal(node.left), literal(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** What a constant of the same file holds. */
function constant(name: ts.Identifier): ts.Expression | undefined {
  for (let around: ts.Node = name.parent; !ts.isSourceFile(around); around = around.parent) {
    const found = declared(around.parent, name.text);
    if (found) return found;
  }
  return undefined;
}

function declared(block: ts.Node, name: string): ts.Expression | undefined {
  if (!ts.isBlock(block) && !ts.isSourceFile(block)) return undefined;
  return block.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((declaration) => declaration.name.getText() === name)?.initializer;
}

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText()}`;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
