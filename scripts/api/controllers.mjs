import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../support/places.mjs';
import { Stop } from '../support/say.mjs';

const httpMethods = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);

/** What every refusal is answered with. */
const problemFile = join(root, 'src', 'platform', 'http', 'problem-filter.ts');

/** The TypeScript program of the server, as far as controllers lead. */
export function readProgram() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const files = readdirSync(join(root, 'src'), { recursive: true })
    .filter((name) => name.endsWith('.controller.ts'))
    .map((name) => join(root, 'src', name))
    .sort();
  return ts.createProgram([...files, problemFile], options);
}

/**
 * Every method of a controller that answers requests, named as operations are (`DocumentsController_read`): the node of
 * its answer's type, the classes of its query and body, and its docstring.
 */
export function readOperations(program) {
  const checker = program.getTypeChecker();
  const operations = program
    .getRootFileNames()
    .flatMap((file) => classesOf(program.getSourceFile(file)))
    .flatMap((controller) =>
      controller.members
        .filter((member) => ts.isMethodDeclaration(member) && decorators(member).some(isHttpMethod))
        .map((method) => readOperation(checker, controller, method)),
    );
  const nameless = operations.filter(({ answer }) => answer === undefined);
  if (nameless.length > 0) {
    const names = nameless.map(({ id }) => `  ${id}`).join('\n');
    throw new Stop(`These methods of controllers do not state what they answer; write their return type:\n${names}`);
  }
  return operations;
}

function readOperation(checker, controller, method) {
  const [comment = ''] = ts
    .getJSDocCommentsAndTags(method)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment));
  return {
    id: `${controller.name.text}_${method.name.text}`,
    answer: method.type && settled(method.type),
    type: contentType(method),
    query: classOfParameter(checker, method, 'Query'),
    body: classOfParameter(checker, method, 'Body') ?? classOfBodyDecorator(checker, method),
    comment: comment?.replace(/\s+/g, ' ').trim() ?? '',
  };
}

/** What a promise is settled with, or what is sent as events. */
function settled(type) {
  const name = ts.isTypeReferenceNode(type) ? type.typeName.getText() : '';
  return name === 'Promise' || name === 'EventStream' ? type.typeArguments[0] : type;
}

/** What `@Header('content-type', …)` or `@ApiProduces(…)` says; undefined for JSON. */
function contentType(method) {
  if (method.type?.getText().startsWith('EventStream<')) return 'text/event-stream';
  const header = callOf(method, 'Header')?.arguments.map((argument) => argument.text);
  if (header?.[0].toLowerCase() === 'content-type') return header[1].split(';')[0];
  return callOf(method, 'ApiProduces')?.arguments[0]?.text;
}

/** The class of a parameter that takes the whole query or body (`@Query() query: PageQuery`). */
function classOfParameter(checker, method, decorator) {
  const parameter = method.parameters.find((one) => callOf(one, decorator)?.arguments.length === 0);
  return parameter?.type && classAt(checker, parameter.type);
}

/** `@ApiBody({ type: EditDocumentDto })`, where the body is checked by hand. */
function classOfBodyDecorator(checker, method) {
  const options = callOf(method, 'ApiBody')?.arguments[0];
  if (!options || !ts.isObjectLiteralExpression(options)) return undefined;
  const type = options.properties.find((property) => property.name?.getText() === 'type');
  return type && classAt(checker, type.initializer);
}

function classAt(checker, node) {
  const { symbol } = checker.getTypeAtLocation(node);
  const declaration = symbol?.valueDeclaration;
  return declaration && ts.isClassDeclaration(declaration) ? declaration : undefined;
}

function classesOf(sourceFile) {
  return sourceFile.statements.filter((one) => isController(one));
}

/** Pages for people and the like are not of the API. */
function isController(node) {
  return ts.isClassDeclaration(node) && callOf(node, 'Controller') && !callOf(node, 'ApiExcludeController');
}

function decorators(node) {
  return (ts.canHaveDecorators(node) && ts.getDecorators(node)) || [];
}

function callOf(node, name) {
  return decorators(node)
    .map(({ expression }) => expression)
    .find((expression) => ts.isCallExpression(expression) && expression.expression.getText() === name);
}

function isHttpMethod({ expression }) {
  return ts.isCallExpression(expression) && httpMethods.has(expression.expression.getText());
}

/** The interface of the problem document. */
export function problemDocument(program) {
  return program
    .getSourceFile(problemFile)
    .statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === 'ProblemDocument');
}

/** The exported classes of the server's own files. */
export function exportedClasses(program) {
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(join(root, 'src')))
    .flatMap(({ statements }) => statements.filter(ts.isClassDeclaration))
    .filter((one) => one.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));
}
