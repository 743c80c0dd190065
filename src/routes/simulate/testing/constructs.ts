import { childOf, listOf, moddle, textOf, typeName } from '../../model/moddle.js';
import type { ModdleElement } from '../../model/moddle.js';

/** Something that BPMN can draw, as the page of constructs names it. */
export interface Construct {
  readonly group: Group;
  /** `boundary: timer, non-interrupting` */
  readonly name: string;
}

/** In the order of the page. */
export const groups = [
  'Start events',
  'Intermediate events',
  'Boundary events',
  'End events',
  'Activities',
  'Sub-processes and calls',
  'Markers of activities',
  'Gateways',
  'Flows',
  'Pools, data and texts',
] as const;
export type Group = (typeof groups)[number];

/** Element id -> the constructs that it is made of, the element itself first. */
export type ConstructsById = ReadonlyMap<string, readonly Construct[]>;

/** The constructs of a file, whether it can be run or not; undefined where it is no BPMN at all. */
export async function constructsOf(xml: string): Promise<ConstructsById | undefined> {
  try {
    const { rootElement } = await moddle.fromXML(xml);
    const found = new Map<string, Construct[]>();
    for (const root of listOf(rootElement, 'rootElements')) visitRoot(root, found);
    return found;
  } catch {
    return undefined;
  }
}

function visitRoot(root: ModdleElement, found: Map<string, Construct[]>): void {
  const type = typeName(root);
  if (type === 'process') visitScope(root, found);
  else if (type === 'collaboration') {
    for (const pool of listOf(root, 'participants')) note(found, pool, 'Pools, data and texts', 'pool');
    for (const flow of listOf(root, 'messageFlows')) note(found, flow, 'Flows', 'message flow');
    visitArtifacts(root, found);
  } else if (/[cC]horeography|[cC]onversation/.test(type)) note(found, root, 'Pools, data and texts', words(type));
}

function visitScope(scope: ModdleElement, found: Map<string, Construct[]>): void {
  for (const lanes of listOf(scope, 'laneSets')) visitLanes(lanes, 'lane', found);
  for (const element of listOf(scope, 'flowElements')) {
    for (const { group, name } of describe(element, scope)) note(found, element, group, name);
    if (element['flowElements'] !== undefined) visitScope(element, found);
  }
  visitArtifacts(scope, found);
}

function visitLanes(set: ModdleElement, name: string, found: Map<string, Construct[]>): void {
  for (const lane of listOf(set, 'lanes')) {
    note(found, lane, 'Pools, data and texts', name);
    const inner = childOf(lane, 'childLaneSet');
    if (inner) visitLanes(inner, 'lane inside a lane', found);
  }
}

function visitArtifacts(holder: ModdleElement, found: Map<string, Construct[]>): void {
  for (const artifact of listOf(holder, 'artifacts'))
    note(found, artifact, 'Pools, data and texts', words(typeName(artifact)));
}

function note(found: Map<string, Construct[]>, element: ModdleElement, group: Group, name: string): void {
  const id = element.id ?? `${name} without an id`;
  found.set(id, [...(found.get(id) ?? []), { group, name }]);
}

function describe(element: ModdleElement, scope: ModdleElement): Construct[] {
  const type = typeName(element);
  if (type.endsWith('Event')) return [describeEvent(element, type, scope)];
  if (type.endsWith('Gateway')) return [{ group: 'Gateways', name: gatewayName(element, type) }];
  if (type === 'sequenceFlow') return [describeFlow(element, scope)];
  if (/^data|Data/.test(type)) return [{ group: 'Pools, data and texts', name: words(type) }];
  if (type === 'callActivity' || element['flowElements'] !== undefined || /[sS]ubProcess|transaction/.test(type))
    return [{ group: 'Sub-processes and calls', name: containerName(element, type) }, ...markers(element)];
  return [{ group: 'Activities', name: taskName(element, type) }, ...markers(element)];
}

function describeEvent(element: ModdleElement, type: string, scope: ModdleElement): Construct {
  const definitions = [...listOf(element, 'eventDefinitions'), ...listOf(element, 'eventDefinitionRef')];
  const kind = definitions.length > 1 ? 'several at once' : definitions[0] ? eventName(definitions[0]) : 'none';
  if (type === 'boundaryEvent') {
    const how = element['cancelActivity'] === false ? 'non-interrupting' : 'interrupting';
    return { group: 'Boundary events', name: `boundary: ${kind}, ${how}` };
  }
  if (type === 'startEvent') {
    if (scope['triggeredByEvent'] !== true) return { group: 'Start events', name: `start: ${kind}` };
    const how = element['isInterrupting'] === false ? 'non-interrupting' : 'interrupting';
    return { group: 'Start events', name: `start of an event sub-process: ${kind}, ${how}` };
  }
  if (type === 'endEvent') return { group: 'End events', name: `end: ${kind}` };
  return { group: 'Intermediate events', name: `${type === 'intermediateCatchEvent' ? 'catch' : 'throw'}: ${kind}` };
}

function eventName(definition: ModdleElement): string {
  const name = typeName(definition).replace(/EventDefinition$/, '');
  if (name !== 'timer') return name === 'compensate' ? 'compensation' : name;
  const forms = [
    ['timeDuration', 'duration'],
    ['timeDate', 'date'],
    ['timeCycle', 'cycle'],
  ] as const;
  const form = forms.find(([property]) => definition[property] !== undefined)?.[1];
  return `timer${form === undefined ? '' : ` (${form})`}`;
}

function gatewayName(element: ModdleElement, type: string): string {
  const name = words(type).replace('event based', 'event-based');
  return type === 'eventBasedGateway' && element['instantiate'] === true ? `${name} that starts a process` : name;
}

function describeFlow(element: ModdleElement, scope: ModdleElement): Construct {
  const source = childOf(element, 'sourceRef');
  const isDefault = listOf(scope, 'flowElements').some((other) => childOf(other, 'default') === element);
  const gateway = source !== undefined && typeName(source).endsWith('Gateway');
  const name = isDefault
    ? 'default flow'
    : element['conditionExpression'] === undefined
      ? 'sequence flow'
      : gateway
        ? 'conditional flow of a gateway'
        : 'conditional flow of an activity';
  return { group: 'Flows', name };
}

function containerName(element: ModdleElement, type: string): string {
  if (element['triggeredByEvent'] === true) return 'event sub-process';
  if (type === 'adHocSubProcess') return 'ad-hoc sub-process';
  return words(type).replace('sub process', 'sub-process');
}

function taskName(element: ModdleElement, type: string): string {
  if (type === 'task') return 'task without a type';
  if (type !== 'scriptTask') return words(type);
  const format = textOf(element, 'scriptFormat')?.toLowerCase() ?? '';
  if (format === '') return 'script task without a language (read as FEEL)';
  return /feel|juel/.test(format) ? 'script task in FEEL' : 'script task in another language';
}

function markers(element: ModdleElement): Construct[] {
  const loop = childOf(element, 'loopCharacteristics');
  const names = [];
  if (loop && typeName(loop) === 'standardLoopCharacteristics') names.push('loop');
  else if (loop) names.push(`multi-instance, ${loop['isSequential'] === true ? 'sequential' : 'parallel'}`);
  if (element['isForCompensation'] === true) names.push('compensation handler');
  return names.map((name) => ({ group: 'Markers of activities', name }));
}

function words(type: string): string {
  return type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
