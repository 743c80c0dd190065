import { childOf, moddle, listOf, textOf, typeName } from './moddle.js';
import type { ModdleElement, ModdleWarning, ParsedXml } from './moddle.js';
import { readProcess } from './read-scope.js';
import { lineAt, lineIn, plainMessage, readWarnings } from './read-warnings.js';
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
    parsed = await moddle.fromXML(xml);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unreadable';
    const first = (error as { warnings?: ModdleWarning[] }).warnings?.[0]?.message ?? message;
    return {
      problems: [
        {
          element: null,
          line: lineIn(first),
          code: 'not-bpmn',
          message: `not a BPMN 2.0 file: ${plainMessage(first)}`,
        },
      ],
    };
  }
  const lines = lineIndex(xml);
  const problems = readWarnings(parsed, xml, lines);
  if (problems.length > 0) return { problems };
  nameNameless(parsed);
  return { model: readModel(parsed.rootElement, lines) };
}

/** Writes a route back as BPMN XML, with everything that was read, known or not. */
export async function exportRoute(model: RouteModel): Promise<string> {
  return (await moddle.toXML(model.definitions, { format: true })).xml;
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

/** Gives an id to elements and flows that have none: other tools leave them out where nothing refers to them. */
function nameNameless(parsed: ParsedXml): void {
  let last = 0;
  const visit = (holder: ModdleElement): void => {
    for (const element of [...listOf(holder, 'flowElements'), ...listOf(holder, 'artifacts')]) {
      if (element.id === undefined) {
        const base = `${typeName(element)}_`;
        while (parsed.elementsById[`${base}${last}`] || last === 0) last += 1;
        (element as { id?: string }).id = `${base}${last}`;
        last += 1;
      }
      visit(element);
    }
  };
  for (const root of listOf(parsed.rootElement, 'rootElements')) visit(root);
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
