import { BpmnModdle } from 'bpmn-moddle';

/** An element as bpmn-moddle gives it: properties by the names of the BPMN 2.0 schema, attributes of others in `$attrs`. */
export interface ModdleElement {
  readonly $type: string;
  readonly $attrs?: Readonly<Record<string, unknown>>;
  readonly $parent?: ModdleElement;
  readonly $descriptor?: { readonly properties: readonly ModdleProperty[] };
  readonly id?: string;
  readonly name?: string;
  readonly [property: string]: unknown;
}

interface ModdleProperty {
  readonly ns: { readonly prefix: string; readonly localName: string };
  readonly isAttr?: boolean;
}

export interface ModdleWarning {
  readonly message: string;
  readonly element?: ModdleElement;
  readonly property?: string;
  readonly value?: string;
}

/** What the reader makes of a file. */
export interface ParsedXml {
  readonly rootElement: ModdleElement;
  readonly elementsById: Readonly<Record<string, ModdleElement>>;
  readonly warnings: readonly ModdleWarning[];
}

interface Moddle {
  fromXML(xml: string): Promise<ParsedXml>;
  toXML(element: ModdleElement, options: { format: boolean }): Promise<{ xml: string }>;
}

const attribute = (name: string): object => ({ name, isAttr: true, type: 'String' });
const body = { name: 'text', isBody: true, type: 'String' };
const extensionOf = (name: string, properties: object[]) => ({ name, superClass: ['Element'], properties });

/** What `millrace:assignment` says of a task in attributes. */
export const assignmentAttributes: readonly string[] = [
  'performer',
  'candidates',
  'controller',
  'due',
  'editable',
  'required',
  'hidden',
  'round',
  'limitRounds',
  'skippable',
  'acceptance',
  'binds',
  'notSameAs',
];

/** The elements and attributes of Millrace inside a BPMN file, namespace `urn:millrace:route:1`. */
const millrace = {
  name: 'Millrace',
  prefix: 'millrace',
  uri: 'urn:millrace:route:1',
  xml: { tagAlias: 'lowerCase' },
  associations: [],
  types: [
    extensionOf('Assignment', [
      ...assignmentAttributes.map(attribute),
      { name: 'instructions', isMany: true, type: 'Instruction' },
      { name: 'outcomes', isMany: true, type: 'Outcome' },
      { name: 'escalations', isMany: true, type: 'Escalate' },
    ]),
    extensionOf('Escalate', [attribute('when'), attribute('do'), attribute('to')]),
    extensionOf('Instruction', [attribute('lang'), body]),
    extensionOf('Outcome', [
      attribute('key'),
      attribute('reasonRequired'),
      { name: 'labels', isMany: true, type: 'Label' },
    ]),
    extensionOf('Label', [attribute('lang'), body]),
    extensionOf('Action', [attribute('name'), attribute('result'), { name: 'params', isMany: true, type: 'Param' }]),
    extensionOf('Param', [attribute('name'), attribute('value'), attribute('expression'), attribute('performer')]),
    extensionOf('Route', [attribute('stream'), attribute('byHand'), attribute('runs'), attribute('where')]),
    extensionOf('Variable', [attribute('name'), attribute('default'), attribute('byHand')]),
    extensionOf('In', [attribute('source'), attribute('target')]),
    extensionOf('Out', [attribute('source'), attribute('target')]),
    extensionOf('Correlation', [attribute('key')]),
    extensionOf('DecisionTable', [
      attribute('hitPolicy'),
      attribute('result'),
      { name: 'inputs', isMany: true, type: 'Input' },
      { name: 'outputs', isMany: true, type: 'Output' },
      { name: 'rules', isMany: true, type: 'Rule' },
    ]),
    extensionOf('Input', [attribute('expression'), attribute('label')]),
    extensionOf('Output', [attribute('name'), attribute('values'), attribute('default')]),
    extensionOf('Rule', [
      { name: 'whens', isMany: true, type: 'When' },
      { name: 'thens', isMany: true, type: 'Then' },
    ]),
    extensionOf('When', [body]),
    extensionOf('Then', [body]),
    {
      name: 'ScriptResult',
      extends: ['bpmn:ScriptTask'],
      properties: [{ name: 'resultVariable', isAttr: true, type: 'String' }],
    },
    {
      name: 'LoopItem',
      extends: ['bpmn:MultiInstanceLoopCharacteristics'],
      properties: ['collection', 'item', 'collect', 'into'].map(attribute),
    },
  ],
};

/** The BPMN reader and writer, with Millrace's own elements. It keeps nothing of what it reads; making one takes long. */
export const moddle = new BpmnModdle({ millrace }) as unknown as Moddle;

/** The names of Millrace's own elements, as they are written in a file, without the prefix. */
export const ownElements: readonly string[] = millrace.types.flatMap((type) =>
  'superClass' in type ? [smallFirst(type.name)] : [],
);

/** The attributes of Millrace that an element may have, without the prefix. */
export function ownAttributes(element: ModdleElement): readonly string[] {
  return (element.$descriptor?.properties ?? []).flatMap(({ ns, isAttr }) =>
    isAttr === true && ns.prefix === 'millrace' ? [ns.localName] : [],
  );
}

/** The list under a property; a single value counts as a list of one. */
export function listOf(element: ModdleElement, property: string): readonly ModdleElement[] {
  const value = element[property];
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as ModdleElement[];
}

/** The element under a property, where it is one. */
export function childOf(element: ModdleElement, property: string): ModdleElement | undefined {
  const value = element[property];
  return typeof value === 'object' && value !== null ? (value as ModdleElement) : undefined;
}

/** The trimmed text of an attribute or of a child's body; undefined where it is absent or empty. */
export function textOf(element: ModdleElement, property: string): string | undefined {
  const value = element[property];
  const text = typeof value === 'object' && value !== null ? (value as ModdleElement)['body'] : value;
  if (typeof text !== 'string') return undefined;
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** Millrace's extension elements of one type under an element. */
export function extensions(element: ModdleElement, type: string): readonly ModdleElement[] {
  const holder = childOf(element, 'extensionElements');
  return holder ? listOf(holder, 'values').filter((value) => value.$type === `millrace:${type}`) : [];
}

/** The type without its namespace, first letter small: `bpmn:UserTask` -> `userTask`. */
export function typeName(element: ModdleElement): string {
  return smallFirst(element.$type.slice(element.$type.indexOf(':') + 1));
}

function smallFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
