import { assignmentAttributes, ownAttributes, typeName } from '../model/moddle.js';
import type { ModdleElement } from '../model/moddle.js';
import { insteadOf, nearestName } from '../model/nearest-name.js';
import type { CompileContext } from './compile-context.js';

const prefix = 'millrace:';
const people = ['userTask', 'manualTask'];
const events = ['startEvent', 'intermediateCatchEvent', 'boundaryEvent', 'intermediateThrowEvent', 'endEvent'];

/** The elements under whose extensions each of Millrace's elements is read. */
const places: Readonly<Record<string, readonly string[]>> = {
  assignment: [...people, 'lane'],
  action: ['serviceTask', 'sendTask', 'intermediateThrowEvent', 'endEvent'],
  route: ['process'],
  variable: ['process'],
  in: ['callActivity'],
  out: ['callActivity'],
  correlation: [...events, 'receiveTask', 'sendTask', 'message'],
  decisionTable: ['businessRuleTask'],
};
const several = new Set(['variable', 'in', 'out']);

/**
 * Before publishing: Millrace's own elements and attributes that nothing reads, because they are misspelt or stand where they
 * say nothing. Those of other tools are kept as they are.
 */
export function checkExtensions(context: CompileContext): void {
  const visit = (element: ModdleElement, holder: ModdleElement): void => {
    const named = element.id === undefined ? holder : element;
    checkAttributes(context, element, named);
    if (element.$type === 'bpmn:ExtensionElements') checkPlaces(context, element, named);
    for (const child of contained(element)) visit(child, named);
  };
  const { definitions } = context.model;
  visit(definitions, definitions);
}

/** What stands inside an element in the file; references to others are left out. */
function contained(element: ModdleElement): ModdleElement[] {
  return Object.entries(element).flatMap(([name, value]) => {
    if (name.startsWith('$') || name === 'diagrams') return [];
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.filter(
      (one): one is ModdleElement =>
        typeof one === 'object' && one !== null && '$parent' in one && one.$parent === element && '$type' in one,
    );
  });
}

function checkAttributes(context: CompileContext, element: ModdleElement, holder: ModdleElement): void {
  const own = element.$type.startsWith(prefix);
  for (const written of Object.keys(element.$attrs ?? {})) {
    if (written.startsWith('xmlns') || written.startsWith(':xmlns')) continue;
    if (!own && !written.includes(':')) tellUnknown(context, holder, element, written);
    const isOwn = written.startsWith(prefix) || (own && !written.includes(':'));
    if (!isOwn) continue;
    const name = written.replace(prefix, '');
    const at = own ? `${prefix}${typeName(element)}` : typeName(element);
    problem(context, holder, `${at} has no attribute "${own ? name : written}"; ${expected(name, element)}`);
  }
}

/** BPMN leaves attributes without a prefix to itself; one that it does not have says nothing to anybody. */
function tellUnknown(context: CompileContext, holder: ModdleElement, element: ModdleElement, name: string): void {
  if (!element.$type.startsWith('bpmn:')) return;
  const { id, name: title } = holder;
  const at = id === undefined ? null : { id, ...(title === undefined ? {} : { name: title }) };
  const message = `"${name}" is no attribute of a ${typeName(element)} in BPMN; it is kept, but says nothing`;
  context.warning(at, 'unknown-attribute', message);
}

function expected(name: string, element: ModdleElement): string {
  const known = ownAttributes(element);
  if (known.length > 0 || !people.includes(typeName(element))) return insteadOf(name, known);
  const nearest = nearestName(name, assignmentAttributes);
  return `who does a task, and until when, is said by ${prefix}assignment${nearest === undefined ? '' : ` ${nearest}="…"`} in its extensionElements`;
}

function checkPlaces(context: CompileContext, extensions: ModdleElement, holder: ModdleElement): void {
  const under = extensions.$parent ? typeName(extensions.$parent) : '';
  const seen = new Set<string>();
  for (const element of contained(extensions)) {
    if (!element.$type.startsWith(prefix)) continue;
    const name = typeName(element);
    const allowed = places[name];
    if (!allowed) problem(context, holder, `${prefix}${name} says nothing directly under a ${under}`);
    else if (!allowed.includes(under)) {
      const message = `${prefix}${name} says nothing under a ${under}; it belongs to ${allowed.join(', ')}`;
      problem(context, holder, message);
    } else if (seen.has(name) && !several.has(name))
      problem(context, holder, `there is a second ${prefix}${name}, of which nothing is read; leave one`);
    seen.add(name);
  }
}

function problem(context: CompileContext, holder: ModdleElement, message: string): void {
  const { id, name } = holder;
  context.problem(
    id === undefined ? null : { id, ...(name === undefined ? {} : { name }) },
    'unknown-extension',
    message,
  );
}
