import type { Document, Node, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlFault extends Position {
  readonly code: string;
  readonly message: string;
}

/** Where the value at `path` stands; the nearest place above it where it is absent. */
export type Locate = (path: readonly (string | number)[]) => Position;

/** Definitions are written by people: a larger file is a mistake or an attack. */
const maxSize = 256_000;
const maxFaults = 50;
const maxDepth = 30;

const start: Position = { line: 1, column: 1 };
const nowhere: Locate = () => start;

/**
 * Reads YAML 1.2 with positions. Anchors, aliases, tags of their own, several documents in one file, keys used twice and
 * deep nesting are refused: definitions need none of them, and they are the tools of hostile files. Never throws.
 */
export function readYaml(
  text: string,
): { value: unknown; position: Locate } | { faults: YamlFault[]; position: Locate } {
  const fail = (code: string, message: string) => ({ faults: [{ ...start, code, message }], position: nowhere });
  if (text.length > maxSize) return fail('too-large', `The file is larger than ${maxSize / 1000} kB.`);
  if ([...'\u0000\u0001\u0002\uFFFD'].some((character) => text.includes(character)))
    return fail('not-text', 'The file is not UTF-8 text.');
  if (deepestFlow(text) > maxDepth) return fail('too-deep', `Brackets are nested more than ${maxDepth} deep.`);
  const lines = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, version: '1.2', prettyErrors: false });
  } catch {
    return fail('yaml', 'The file cannot be read as YAML: it is nested too deeply.');
  }
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults: YamlFault[] = [...document.errors, ...document.warnings]
    .slice(0, maxFaults)
    .map((error) => ({ ...at(error.pos[0]), code: 'yaml', message: `Not valid YAML: ${error.message}` }));
  if (faults.length === 0) faults.push(...refusals(document, at));
  if (faults.length > 0) return { faults: faults.slice(0, maxFaults), position: nowhere };
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return { value, position: (path) => positionOf(document, path, at) };
}

/** Deepest nesting of brackets, counted without regard to quotes: good enough for a bound. */
function deepestFlow(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
  }
  return deepest;
}

function refusals(document: Document.Parsed, at: (offset: number) => Position): YamlFault[] {
  const faults: YamlFault[] = [];
  const refuse = (node: Node, code: string, message: string) => {
    faults.push({ ...at(node.range?.[0] ?? 0), code, message });
  };
  visit(document, {
    Node(_, node, ancestors) {
      if (faults.length >= maxFaults) return visit.BREAK;
      if (isAlias(node)) refuse(node, 'alias', 'Aliases (*name) are not allowed here; write the value out.');
      else if (node.anchor !== undefined) refuse(node, 'anchor', 'Anchors (&name) are not allowed here.');
      else if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:'))
        refuse(node, 'tag', `The tag ${node.tag} is not allowed here.`);
      else if (isMap(node)) checkKeys(node, refuse);
      if (ancestors.length <= maxDepth * 2) return undefined;
      refuse(node, 'too-deep', `Nested more than ${maxDepth} deep.`);
      return visit.BREAK;
    },
  });
  return faults;
}

function checkKeys(map: YAMLMap, refuse: (node: Node, code: string, message: string) => void): void {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key)) {
      refuse(map, 'key', 'Keys must be plain texts.');
      continue;
    }
    const name = String(key.value);
    if (seen.has(name)) refuse(key, 'duplicate-key', `The key "${name}" is there twice.`);
    seen.add(name);
  }
}

function positionOf(
  document: Document.Parsed,
  path: readonly (string | number)[],
  at: (offset: number) => Position,
): Position {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const part of path) {
    let key: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      key = pair?.key;
      node = pair?.value;
    } else {
      node = isSeq(node) ? node.items[Number(part)] : undefined;
    }
    offset = offsetOf(key) ?? offsetOf(node) ?? offset;
  }
  return at(offset);
}

function offsetOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null | undefined)?.range?.[0];
}
