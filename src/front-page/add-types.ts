import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Parameter = Extract<NonNullable<Operation['parameters']>[number], { in: string }>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];

/** A JSON Schema (2020-12), or a reference to one. */
interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** What the types of the controllers say, by the name of the operation (`DocumentsController_read`). */
export interface DescribedTypes {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly operations: Readonly<Record<string, DescribedOperation>>;
}

interface DescribedOperation {
  /** Absent: the answer has no body, or is bytes. */
  readonly answer?: JsonSchema;
  /** Of the answer; JSON unless said. */
  readonly type?: string;
  /** The schema whose properties are the query. */
  readonly query?: string;
  readonly comment?: string;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDocument' } } };

/** Adds answers, query parameters and schemas to a description that has paths and parameters only. */
export function addTypes(document: OpenAPIObject, types: DescribedTypes): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => [path, withTypes(path, item, types)]);
  return {
    ...document,
    paths: Object.fromEntries(paths) as OpenAPIObject['paths'],
    components: { ...document.components, schemas: { ...document.components?.schemas, ...(types.schemas as Schemas) } },
  };
}

function withTypes(path: string, item: PathItem, types: DescribedTypes): PathItem {
  const described = methods.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, describe(path, method, operation, types)] as const] : [];
  });
  return { ...item, ...Object.fromEntries(described) };
}

function describe(path: string, method: string, operation: Operation, types: DescribedTypes): Operation {
  // A method with several paths has an operation for each: `RoutesController_get[1]`.
  const { answer, type, query, comment } = types.operations[operation.operationId?.replace(/\[\d+\]$/, '') ?? ''] ?? {};
  const asked = query === undefined ? [] : queryParameters(types.schemas[query]);
  const known = (operation.parameters ?? []) as Parameter[];
  const added = [...pathParameters(path), ...asked, ...(method === 'post' ? [idempotencyKey] : [])];
  const isAdded = (name: string) => added.some((parameter) => parameter.name === name && parameter.in !== 'path');
  const isKnown = (parameter: Parameter) =>
    parameter.in === 'path' && known.some(({ name }) => name === parameter.name);
  return {
    ...operation,
    summary: operation.summary || comment,
    parameters: [...known.filter(({ name }) => !isAdded(name)), ...added.filter((parameter) => !isKnown(parameter))],
    responses: {
      ...answered(operation.responses, answer, type),
      default: { description: 'Refused', content: problem },
    },
  };
}

/** The answers of success with their content. */
function answered(responses: Operation['responses'], answer: JsonSchema | undefined, type = 'application/json') {
  const content = answer && { content: { [type]: { schema: answer } } };
  const entries = Object.entries(responses).map(([status, response]) => [
    status,
    status.startsWith('2') && content ? { description: '', ...response, ...content } : response,
  ]);
  return Object.fromEntries(entries) as Operation['responses'];
}

function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }));
}

function queryParameters(schema: JsonSchema | undefined): Parameter[] {
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => {
    const { description, ...shape } = property;
    const required = schema?.required?.includes(name) ?? false;
    return {
      name,
      in: 'query',
      required,
      schema: shape as Schema,
      ...(description === undefined ? {} : { description }),
    };
  });
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A text of your choice: the call sent again with it is answered as the first time, and done once.',
  schema: { type: 'string' },
};
