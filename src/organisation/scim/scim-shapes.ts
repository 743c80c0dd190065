/** Names of SCIM 2.0 (RFC 7643, RFC 7644). */
export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** What can be wrong with a request (RFC 7644, 3.12). */
export type ScimType = 'invalidFilter' | 'invalidSyntax' | 'invalidPath' | 'invalidValue' | 'uniqueness' | 'mutability';

/** An expected refusal of a SCIM request. */
export class ScimRefusal extends Error {
  constructor(
    readonly status: 400 | 404 | 409,
    readonly scimType: ScimType | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** A page of resources. */
export interface ScimList<Resource> {
  readonly schemas: readonly string[];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly Resource[];
}

/** The part of a list that was asked for: `startIndex` counts from 1. */
export interface ScimPart {
  readonly startIndex: number;
  readonly count: number;
}

const most = 200;

/** @throws ScimRefusal for what is no number */
export function readPart(query: Readonly<Record<string, string | undefined>>): ScimPart {
  const number = (text: string | undefined, fallback: number) => {
    if (text === undefined) return fallback;
    if (!/^-?\d{1,9}$/.test(text))
      throw new ScimRefusal(400, 'invalidValue', 'startIndex and count are whole numbers.');
    return Number(text);
  };
  return {
    startIndex: Math.max(1, number(query['startIndex'], 1)),
    count: Math.min(most, Math.max(0, number(query['count'], 100))),
  };
}

/** The answer for a page of `total` resources. */
export function listOf<Resource>(
  resources: readonly Resource[],
  total: number,
  { startIndex }: ScimPart,
): ScimList<Resource> {
  return {
    schemas: [listSchema],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

/** `attribute eq "value"`; the attribute in small letters, without its schema and without what stands in brackets. */
export interface ScimFilter {
  readonly attribute: string;
  readonly value: string;
}

/** @throws ScimRefusal for every other filter */
export function readFilter(text: string | undefined): ScimFilter | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const match = /^\s*(\S+(?:\[[^\]]*\]\S*)?)\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)\s*$/i.exec(text);
  const [, path = '', literal = ''] = match ?? [];
  if (path === '') throw new ScimRefusal(400, 'invalidFilter', 'Expected a filter such as userName eq "anna".');
  return { attribute: plainPath(path), value: literalText(literal) };
}

/** The path in small letters, without its schema and without what stands in brackets. */
export function plainPath(path: string): string {
  return path
    .trim()
    .replace(/^urn:ietf:params:scim:schemas:[\w:]*:2\.0:\w+:/i, '')
    .replace(/\[[^\]]*\]/g, '')
    .toLowerCase();
}

function literalText(literal: string): string {
  if (!literal.startsWith('"')) return literal.toLowerCase();
  try {
    return String(JSON.parse(literal));
  } catch {
    throw new ScimRefusal(400, 'invalidFilter', 'The text of the filter is not written as in JSON.');
  }
}

/** @throws ScimRefusal for anything but a JSON object */
export function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ScimRefusal(400, 'invalidSyntax', `Expected ${what} as a JSON object.`);
}

/** The operations of a PATCH, as Entra ID and Okta write them: `op` in any case. @throws ScimRefusal */
export function operationsOf(
  body: unknown,
): { op: 'add' | 'replace' | 'remove'; path: string | undefined; value: unknown }[] {
  const operations = objectOf(body, 'a PATCH')['Operations'];
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > 1000) {
    throw new ScimRefusal(400, 'invalidSyntax', 'Expected Operations, a list of at most 1000.');
  }
  return operations.map((entry: unknown) => {
    const { op, path, value } = objectOf(entry, 'an operation');
    const name = typeof op === 'string' ? op.toLowerCase() : '';
    if (name !== 'add' && name !== 'replace' && name !== 'remove') {
      throw new ScimRefusal(400, 'invalidSyntax', 'Expected op to be add, replace or remove.');
    }
    return { op: name, path: typeof path === 'string' ? path : undefined, value };
  });
}
