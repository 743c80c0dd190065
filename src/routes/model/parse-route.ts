import { childOf, createModdle, listOf, textOf, typeName } from './moddle.js';
import type { ModdleElement, ModdleWarning } from './moddle.js';
import { readProcess } from './read-scope.js';
import type { RouteModel, RouteProblem } from './route-model.js';

/** Largest route file, in characters. */
const maxLength = 5_000_000;

/**
 * Reads a BPMN 2.0 file. Whatever the reader warns of (unknown element, unresolved reference, duplicate id) is a problem:
 * nothing in a file is ignored silently. Document types and entities are refused.
 */
export async function parseRoute(xml: string): Promise<{ model: RouteModel } | { problems: RouteProblem[] }> {
  const refusal = refuseText(xml);
  if (refusal) return { problems: [refusal] };
  let parsed;
  try {
    parsed = await createModdle().fromXML(xml);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unreadable';
    const first = (error as { warnings?: ModdleWarning[] }).warnings?.[0]?.message ?? message;
    return {
      problems: [
        { element: null, line: lineIn(first), code: 'not-bpmn', message: `not a BPMN 2.0 file: ${plain(first)}` },
      ],
    };
  }
  const lines = lineIndex(xml);
  if (parsed.warnings.length > 0)
    return { problems: parsed.warnings.map((warning) => warningProblem(warning, xml, lines)) };
  return { model: readModel(parsed.rootElement, lines) };
}

/** Writes a route back as BPMN XML, with everything that was read, known or not. */
export async function exportRoute(model: RouteModel): Promise<string> {
  return (await createModdle().toXML(model.definitions, { format: true })).xml;
}

function refuseText(xml: string): RouteProblem | null {
  const problem = (code: string, message: string, at = -1): RouteProblem => ({
    element: null,
    code,
    message,
    ...(at >= 0 ? { line: lineAt(xml, at) } : {}),
  });
  if (xml.length > maxLength)
    return problem('too-large', `the file has ${xml.length} characters; at most ${maxLength} are read`);
  if (xml.trim() === '') return problem('empty', 'the file is empty; a BPMN 2.0 XML file was expected');
  const doctype = /<!(DOCTYPE|ENTITY)/i.exec(xml);
  if (doctype)
    return problem('doctype', 'document types and entities are not read; remove the <!DOCTYPE …>', doctype.index);
  if (!/^\uFEFF?\s*</.test(xml)) return problem('not-xml', 'not XML: it does not begin with <', 0);
  const depth = deepestNesting(xml);
  if (depth > 200) return problem('too-deep', `elements are nested ${depth} deep; at most 200 are read`);
  return null;
}

function deepestNesting(xml: string): number {
  let depth = 0;
  let deepest = 0;
  for (const tag of xml.matchAll(/<(\/?)[A-Za-z_][^<>]*?(\/?)>/g)) {
    if (tag[1]) depth -= 1;
    else if (!tag[2]) deepest = Math.max(deepest, (depth += 1));
  }
  return deepest;
}

function lineAt(xml: string, index: number): number {
  let line = 1;
  for (let at = xml.indexOf('\n'); at >= 0 && at < index; at = xml.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The reader counts lines from 0. */
function lineIn(message: string): number | undefined {
  const found = /line: (\d+)/.exec(message);
  return found ? Number(found[1]) + 1 : undefined;
}

function plain(message: string): string {
  const nested = /nested error: (.*)/s.exec(message)?.[1];
  return (nested ?? message).replace(/\s+/g, ' ').trim();
}

function lineIndex(xml: string): Map<string, number> {
  const lines = new Map<string, number>();
  let line = 1;
  let last = 0;
  for (const found of xml.matchAll(/\sid\s*=\s*["']([^"']+)["']/g)) {
    for (let at = xml.indexOf('\n', last); at >= 0 && at < found.index + 1; at = xml.indexOf('\n', at + 1)) line += 1;
    last = found.index + 1;
    if (found[1] !== undefined && !lines.has(found[1])) lines.set(found[1], line);
  }
  return lines;
}

function warningProblem(warning: ModdleWarning, xml: string, lines: ReadonlyMap<string, number>): RouteProblem {
  const element = warning.element?.id ?? /detected[^]*?<([\w.-]+)>\s*$/.exec(warning.message)?.[1] ?? null;
  if (warning.message.startsWith('unresolved reference')) {
    const id = warning.element?.id ?? null;
    const property = (warning.property ?? '').replace(/^\w+:/, '');
    return {
      element: id,
      line: (id === null ? undefined : lines.get(id)) ?? referenceLine(xml, warning.value ?? ''),
      code: 'unresolved-reference',
      message: `${property} points to "${warning.value ?? ''}", which is not in the file`,
    };
  }
  const tag = /unparsable content <([^>]*)> detected/.exec(warning.message)?.[1];
  const message = plain(warning.message);
  return {
    element: /duplicate ID/.test(message) ? element : (tag ?? element),
    line: lineIn(warning.message),
    code: /duplicate ID/.test(message) ? 'duplicate-id' : 'unreadable-element',
    message: tag === undefined ? message : `<${tag}>: ${message}`,
  };
}

function referenceLine(xml: string, value: string): number | undefined {
  const at = value === '' ? -1 : xml.indexOf(value);
  return at < 0 ? undefined : lineAt(xml, at);
}

function readModel(definitions: ModdleElement, lines: ReadonlyMap<string, number>): RouteModel {
  const roots = listOf(definitions, 'rootElements');
  const collaborations = roots.filter((root) => typeName(root) === 'collaboration');
  return {
    processes: roots.filter((root) => typeName(root) === 'process').map(readProcess),
    participants: collaborations.flatMap((collaboration) =>
      listOf(collaboration, 'participants').map((participant) => ({
        id: participant.id ?? '',
        name: textOf(participant, 'name'),
        process: childOf(participant, 'processRef')?.id,
      })),
    ),
    messageFlows: collaborations.flatMap((collaboration) =>
      listOf(collaboration, 'messageFlows').map((flow) => ({
        id: flow.id ?? '',
        name: textOf(flow, 'name'),
        source: childOf(flow, 'sourceRef')?.id ?? '',
        target: childOf(flow, 'targetRef')?.id ?? '',
      })),
    ),
    lines,
    definitions,
  };
}
