import { join } from 'node:path';
import { compileRoute } from '../compile/compile-route.js';
import { simulate } from './simulate.js';
import { dialects } from './testing/dialects.js';
import { Material } from './testing/material.js';
import type { ModdleElement } from '../model/moddle.js';
import { exportRoute, parseRoute } from '../model/parse-route.js';
import type { RouteModel } from '../model/route-model.js';

const material = Material.beside(process.cwd());

/** Everything that was read, as plain data: elements, attributes of any namespace, the diagram; references as ids. */
function treeOf(value: unknown, seen: ReadonlySet<unknown> = new Set()): unknown {
  if (Array.isArray(value)) return value.map((entry) => treeOf(entry, seen));
  if (typeof value !== 'object' || value === null) return value;
  const element = value as ModdleElement;
  if (seen.has(element)) return `→ ${element.id ?? element.$type}`;
  const inside = new Set([...seen, element]);
  const rules = Object.getPrototypeOf(element) as Record<string, unknown>;
  const entries = Object.getOwnPropertyNames(element)
    // what is written out though it is the rule of BPMN need not be written again
    .filter((key) => !key.startsWith('$') && typeof element[key] !== 'function' && rules[key] !== element[key])
    .sort()
    .map((key) => [key, isReference(element, key) ? referenceOf(element[key]) : treeOf(element[key], inside)] as const);
  // xsi:type says again what $type says, and a namespace that nothing uses says nothing
  const attributes = Object.entries(element.$attrs ?? {}).filter(
    ([name]) => name !== 'xsi:type' && !name.startsWith('xmlns'),
  );
  return {
    $type: element.$type,
    ...Object.fromEntries(entries),
    ...(attributes.length > 0 ? { $attrs: Object.fromEntries(attributes) } : {}),
  };
}

/** Properties that point elsewhere (the reader hides them); what they point at is compared where it stands. */
function isReference(element: ModdleElement, key: string): boolean {
  const hidden = Object.getOwnPropertyDescriptor(element, key)?.enumerable === false;
  return typeof element[key] === 'object' && (hidden || key.endsWith('Ref'));
}

function referenceOf(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map(referenceOf)
    : ((value as ModdleElement).id ?? (value as ModdleElement).$type);
}

async function modelOf(xml: string): Promise<RouteModel> {
  const parsed = await parseRoute(xml);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.model;
}

async function expectNothingLost(xml: string): Promise<string> {
  const before = await modelOf(xml);
  const written = await exportRoute(before);
  const after = await modelOf(written);
  expect(treeOf(after.definitions)).toEqual(treeOf(before.definitions));
  expect({ ...after, definitions: null, lines: null }).toEqual({ ...before, definitions: null, lines: null });
  return written;
}

const namespaces = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"';
/** As each tool writes a task: with its own namespace, attributes and elements. */
const tools: Readonly<
  Record<string, { readonly definitions: string; readonly task: string; readonly kept: readonly string[] }>
> = {
  'bpmn.io': {
    definitions:
      'exporter="bpmn-js (https://demo.bpmn.io)" exporterVersion="18.0.0" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"',
    task: '<userTask id="x" bioc:stroke="#1e88e5"/>',
    kept: ['bioc:stroke="#1e88e5"', 'exporter="bpmn-js (https://demo.bpmn.io)"'],
  },
  Camunda: {
    definitions: 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
    task: '<userTask id="x" camunda:assignee="demo"><extensionElements><camunda:formData><camunda:formField id="sum" type="long"/></camunda:formData><zeebe:ioMapping><zeebe:input source="=a" target="b"/></zeebe:ioMapping></extensionElements></userTask>',
    kept: ['camunda:assignee="demo"', '<camunda:formField id="sum" type="long"', '<zeebe:input source="=a" target="b"'],
  },
  Signavio: {
    definitions: 'xmlns:signavio="http://www.signavio.com" exporter="Signavio Process Editor, http://www.signavio.com"',
    task: '<userTask id="x"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"/></extensionElements></userTask>',
    kept: ['<signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"'],
  },
  ADONIS: {
    definitions: 'xmlns:adonis="http://www.boc-group.com"',
    task: '<userTask id="x"><extensionElements><adonis:Assignee>group(owner)</adonis:Assignee><adonis:Tasks><adonis:Task order="1">Sign</adonis:Task></adonis:Tasks></extensionElements></userTask>',
    kept: ['<adonis:Assignee>group(owner)</adonis:Assignee>', '<adonis:Task order="1">Sign</adonis:Task>'],
  },
  Bizagi: {
    definitions: 'exporter="Bizagi Modeler"',
    task: '<userTask id="x"><extensionElements><bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20"><bizagi:BizagiProperties><bizagi:BizagiProperty name="bgColor" value="#ECEFFF"/></bizagi:BizagiProperties></bizagi:BizagiExtensions></extensionElements></userTask>',
    kept: ['name="bgColor" value="#ECEFFF"', 'http://www.bizagi.com/bpmn20'],
  },
};

describe('drawings of other tools', () => {
  test.each(Object.entries(tools))(
    '%s: extensions are kept and written back',
    async (_tool, { definitions, task, kept }) => {
      const xml = `<definitions ${namespaces} ${definitions} id="d" targetNamespace="t"><process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="x"/>${task}<sequenceFlow id="g" sourceRef="x" targetRef="e"/><endEvent id="e"/></process></definitions>`;
      const written = await expectNothingLost(xml);
      for (const text of kept) expect(written).toContain(text);
    },
  );

  test.each(dialects.map((dialect) => [dialect.tool, dialect] as const))(
    'a whole drawing in the manner of %s opens, steps and comes back as it was',
    async (_tool, { xml, kept, tasks }) => {
      const written = await expectNothingLost(xml);
      for (const text of kept) expect(written).toContain(text);
      for (const text of [xml, written]) {
        const { lines, exitCode } = await simulate(text, { auto: true, steps: [] });
        expect([exitCode, lines.at(-1)]).toMatchObject([0, { result: 'finished', completedTasks: tasks }]);
      }
      const compiled = compileRoute(await modelOf(xml), { publishing: true });
      // what a route needs beyond what was drawn, and nothing of what the other tool has added
      const codes = 'problems' in compiled ? compiled.problems.filter(({ severity }) => severity !== 'warning') : [];
      for (const { code } of codes) expect(['no-performer']).toContain(code);
    },
  );

  test('a lost attribute would be seen', async () => {
    const xml = `<definitions ${namespaces} xmlns:o="urn:o" id="d" targetNamespace="t"><process id="p"><task id="x" o:a="1"><extensionElements><o:b c="2"/></extensionElements></task></process></definitions>`;
    const [kept, attribute, element] = await Promise.all(
      [xml, xml.replace(' o:a="1"', ''), xml.replace(' c="2"', '')].map(modelOf),
    );
    expect(treeOf(attribute?.definitions)).not.toEqual(treeOf(kept?.definitions));
    expect(treeOf(element?.definitions)).not.toEqual(treeOf(kept?.definitions));
  });

  if (!material.present) {
    test.skip(`no conformance material at ${material.folder}`, () => undefined);
    return;
  }
  const readable = 15;
  test('reference drawings of many tools (miwg) come back as they were', async () => {
    let opened = 0;
    for (const path of material.models('miwg')) {
      const xml = material.read(path);
      const parsed = await parseRoute(xml);
      if ('problems' in parsed) {
        // nothing is dropped quietly: what cannot be read says which element
        expect([path, parsed.problems[0]?.element]).not.toEqual([path, null]);
        continue;
      }
      opened += 1;
      await expectNothingLost(xml).catch((error: Error) => {
        throw new Error(`${path}: ${error.message}`);
      });
    }
    expect(opened).toBeGreaterThanOrEqual(readable);
  }, 120_000);

  test.each(['camunda7', 'token-sim', 'bpmn-elements'])(
    '%s: what opens comes back as it was',
    async (source) => {
      for (const path of material.models(source)) {
        const xml = material.read(path);
        if ('problems' in (await parseRoute(xml))) continue;
        await expectNothingLost(xml).catch((error: Error) => {
          throw new Error(`${join(source, path)}: ${error.message}`);
        });
      }
    },
    120_000,
  );
});
