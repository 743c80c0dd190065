import { ownElements } from './moddle.js';
import type { ModdleElement, ModdleWarning, ParsedXml } from './moddle.js';
import { insteadOf } from './nearest-name.js';
import type { RouteProblem } from './route-model.js';

type Mutable = Record<string, unknown>;

/**
 * What the reader's warnings mean. Harmless: a drawing that points to nothing, an attribute of other tools (kept all the
 * same). Repaired: references with a namespace prefix; names that engines in use accept where BPMN wants a reference. All
 * others are problems, with the element and the line.
 */
export function readWarnings(parsed: ParsedXml, xml: string, lines: ReadonlyMap<string, number>): RouteProblem[] {
  return parsed.warnings.flatMap((warning) => {
    if (isHarmless(warning) || repaired(parsed, warning)) return [];
    return [
      warning.message.startsWith('unresolved reference')
        ? unresolved(warning, xml, lines)
        : unreadable(warning, xml, lines),
    ];
  });
}

function isHarmless(warning: ModdleWarning): boolean {
  if (/^unsupported document encoding/.test(warning.message)) return true;
  if (/^unknown attribute /.test(warning.message)) return true;
  if (typeOnly.has((warning.property ?? '').replace(/^\w+:/, '')) && warning.message.startsWith('unresolved reference'))
    return true;
  return /^(bpmndi|di|dc):/.test(warning.element?.$type ?? '') && warning.message.startsWith('unresolved reference');
}

/** References to data types and interfaces: read for other tools, without effect on a run. */
const typeOnly = new Set([
  'itemSubjectRef',
  'itemRef',
  'structureRef',
  'inMessageRef',
  'outMessageRef',
  'operationRef',
  'implementationRef',
]);

/** References that may be names: property -> type of the element that is put in their place. */
const nameable: Readonly<Record<string, string>> = {
  loopDataInputRef: 'bpmn:DataInput',
  loopDataOutputRef: 'bpmn:DataOutput',
  errorRef: 'bpmn:Error',
  signalRef: 'bpmn:Signal',
};

function repaired(parsed: ParsedXml, warning: ModdleWarning): boolean {
  const { element, value } = warning;
  if (!warning.message.startsWith('unresolved reference') || !element || value === undefined) return false;
  const property = (warning.property ?? '').replace(/^\w+:/, '');
  const local = parsed.elementsById[value.slice(value.indexOf(':') + 1)];
  const type = nameable[property];
  const target =
    value.includes(':') && local ? local : type === undefined ? undefined : { $type: type, id: value, name: value };
  if (!target) return false;
  (element as Mutable)[property] = target;
  return true;
}

function nearestId(element: ModdleElement | undefined): ModdleElement | undefined {
  let current = element;
  while (current && current.id === undefined) current = current.$parent;
  return current;
}

function unresolved(warning: ModdleWarning, xml: string, lines: ReadonlyMap<string, number>): RouteProblem {
  const holder = nearestId(warning.element);
  const attribute = (warning.property ?? '').replace(/^\w+:/, '');
  const line = (holder?.id === undefined ? undefined : lines.get(holder.id)) ?? lineOfText(xml, warning.value ?? '');
  return {
    element: holder?.id ?? null,
    ...(holder?.name === undefined ? {} : { name: holder.name }),
    ...(line === undefined ? {} : { line }),
    code: 'unresolved-reference',
    message: `${attribute} points to "${warning.value ?? ''}", which is not in the file`,
  };
}

function unreadable(warning: ModdleWarning, xml: string, lines: ReadonlyMap<string, number>): RouteProblem {
  const message = plainMessage(warning.message);
  const wrongId = /(?:duplicate|illegal) ID <([^>]*)>/.exec(message)?.[1];
  const tag = /unparsable content <([^>]*?)\/?> detected/.exec(warning.message)?.[1];
  const element = wrongId ?? nearestId(warning.element)?.id ?? idAround(xml, warning.message) ?? tag ?? null;
  const line = lineIn(warning.message) ?? (element === null ? undefined : lines.get(element));
  return {
    element,
    ...(line === undefined ? {} : { line }),
    code: wrongId === undefined ? 'unreadable-element' : message.includes('duplicate') ? 'duplicate-id' : 'illegal-id',
    message: tag === undefined ? message : `<${tag}>: ${ownElement(message) ?? message}`,
  };
}

/** The id of the innermost element that is open where a message of the reader points to; it counts lines and columns from 0. */
function idAround(xml: string, message: string): string | undefined {
  const [, line, column] = /line: (\d+)\s+column: (\d+)/.exec(message) ?? [];
  if (line === undefined) return undefined;
  let end = 0;
  for (let passed = 0; passed < Number(line); passed += 1) end = xml.indexOf('\n', end) + 1;
  const open: (string | undefined)[] = [];
  for (const tag of xml.slice(0, end + Number(column)).matchAll(/<!--[^]*?-->|<(\/?)[A-Za-z_][^<>]*?(\/?)>/g)) {
    const [whole, closing, empty] = tag;
    if (closing === undefined || empty === '/') continue;
    if (closing === '/') open.pop();
    else open.push(/\sid\s*=\s*["']([^"']+)["']/.exec(whole)?.[1]);
  }
  return open.findLast((id) => id !== undefined);
}

/** What to say of an element in Millrace's namespace that there is not, or not where it stands. */
function ownElement(message: string): string | undefined {
  const [, unknown] = /unknown type <millrace:(\w+)>/.exec(message) ?? [];
  if (unknown !== undefined) {
    const name = unknown.charAt(0).toLowerCase() + unknown.slice(1);
    return `there is no such element of Millrace; ${insteadOf(name, ownElements)}`;
  }
  return /unrecognized element <millrace:/.test(message) ? 'it says nothing where it stands' : undefined;
}

/** The reader's message without its layout. */
export function plainMessage(message: string): string {
  const nested = /nested error: (.*)/s.exec(message)?.[1];
  return (nested ?? message).replace(/\s+/g, ' ').trim();
}

/** The line that a message of the reader names; it counts from 0. */
export function lineIn(message: string): number | undefined {
  const found = /line: (\d+)/.exec(message);
  return found ? Number(found[1]) + 1 : undefined;
}

/** Line (from 1) of a place in a text. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function lineOfText(xml: string, value: string): number | undefined {
  const at = value === '' ? -1 : xml.indexOf(value);
  return at < 0 ? undefined : lineAt(xml, at);
}
