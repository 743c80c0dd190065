import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { jest } from '@jest/globals';
import { checkConfiguration } from './check-configuration.js';
import { checkRouteFile, simulateRouteFile } from './route-files.js';

const repository = resolve(import.meta.dirname, '../..');
const drawing = (inside: string): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="d" targetNamespace="t"><process id="p" isExecutable="true">${inside}</process></definitions>`;
const flow = (id: string, from: string, to: string, condition = ''): string =>
  `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition === '' ? '' : `<conditionExpression>${condition}</conditionExpression>`}</sequenceFlow>`;
/** Start, the task Ask, a gateway that reads `sum`, end. */
const route = drawing(
  `<startEvent id="s"/>${flow('a', 's', 'ask')}<userTask id="ask" name="Ask"/>${flow('b', 'ask', 'g')}<exclusiveGateway id="g" default="d1"/>${flow('c', 'g', 'e', 'sum > 5')}${flow('d1', 'g', 'e')}<endEvent id="e" name="Done"/>`,
);
const events = ['entered', 'completed', 'taken', 'cancelled', 'compensated', 'incident', 'finished'];

describe('the commands for route files', () => {
  let folder: string;
  let printed: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-routes-'));
    printed = [];
    jest.spyOn(console, 'log').mockImplementation((line: unknown) => void printed.push(String(line)));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true, force: true });
  });

  const written = async (name: string, content: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const simulated = async (xml: string, script?: object | string) => {
    const file = await written('route.bpmn', xml);
    const text = typeof script === 'string' ? script : JSON.stringify(script);
    const exit = await simulateRouteFile(file, script === undefined ? undefined : await written('steps.json', text));
    const lines = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
    return { exit, trail: lines.slice(0, -1), last: lines.at(-1) };
  };

  test.each<[string, object | undefined, number, object]>([
    [
      'waits',
      undefined,
      0,
      { result: 'waiting', open: [{ element: 'ask', name: 'Ask' }], completedTasks: [], variables: {} },
    ],
    [
      'finishes',
      { steps: [{ complete: 'Ask', variables: { sum: 7 } }] },
      0,
      { result: 'finished', open: [], completedTasks: ['Ask'], variables: { sum: 7 } },
    ],
    ['finishes by itself', { auto: true, variables: { sum: 1 } }, 0, { result: 'finished', completedTasks: ['Ask'] }],
    [
      'has an incident',
      { steps: [{ complete: 'Ask' }] },
      1,
      { result: 'incident', problems: [{ element: 'g', message: expect.stringContaining('sum') }] },
    ],
    [
      'refuses a step that cannot be',
      { steps: [{ complete: 'Nothing' }] },
      2,
      {
        result: 'refused',
        problems: [{ element: 'Nothing', message: expect.stringContaining('no open task "Nothing"') }],
      },
    ],
    [
      'refuses a script',
      { steps: [{ fly: true }] },
      2,
      { result: 'refused', problems: [{ element: null, message: expect.stringContaining('steps[0]') }] },
    ],
  ])('simulate %s', async (_what, script, exit, last) => {
    const result = await simulated(route, script);
    expect([result.exit, result.last]).toEqual([exit, expect.objectContaining(last)]);
    for (const line of result.trail) {
      expect(events).toContain(line['event']);
      expect(line['at']).toBe('2026-01-05T09:00:00.000Z');
      expect(typeof line['element']).toBe('string');
    }
  });

  test('simulate prints the trail in the order of what happens', async () => {
    const { trail } = await simulated(route, { steps: [{ complete: 'ask', variables: { sum: 7 } }] });
    expect(trail.map(({ event, element }) => `${String(event)} ${String(element)}`)).toEqual([
      'entered p',
      'entered s',
      'completed s',
      'taken a',
      'entered ask',
      'completed ask',
      'taken b',
      'entered g',
      'completed g',
      'taken c',
      'entered e',
      'completed e',
      'finished p',
    ]);
    expect(trail.find(({ element }) => element === 'e')).toMatchObject({ name: 'Done' });
  });

  test('simulate refuses what is not supported, with the element', async () => {
    const result = await simulated(drawing(`<startEvent id="s"/>${flow('a', 's', 'c')}<complexGateway id="c"/>`));
    expect(result).toMatchObject({ exit: 2, trail: [], last: { result: 'refused', problems: [{ element: 'c' }] } });
  });

  test.each([
    ['a script that is not JSON', 'steps.json', '{"steps": ['],
    ['a file that is not there', 'absent.json', undefined],
  ])('simulate refuses %s', async (_what, name, content) => {
    const file = await written('route.bpmn', route);
    const script = content === undefined ? join(folder, name) : await written(name, content);
    expect(await simulateRouteFile(file, script)).toBe(2);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({
      result: 'refused',
      problems: [{ message: expect.stringContaining(name) }],
    });
  });

  test('check looks at a single file by itself', async () => {
    const task =
      '<userTask id="ask"><extensionElements><millrace:assignment performer="document.author"/></extensionElements></userTask>';
    const sound = `<startEvent id="s"/>${flow('a', 's', 'ask')}${task}${flow('b', 'ask', 'e')}<endEvent id="e"/>`;
    expect(await checkRouteFile(await written('sound.bpmn', drawing(sound)))).toBe(0);
    const broken = await written('broken.bpmn', drawing(sound.replace('document.author', 'document.autor')));
    expect(await checkRouteFile(broken)).toBe(2);
    expect(printed).toEqual([
      `${join(folder, 'sound.bpmn')}: sound.`,
      `${broken}:1 [ask] the performer: a document has no "autor"; did you mean "author"?`,
    ]);
  });

  test('the configuration of the repository is sound', async () => {
    expect([await checkConfiguration(repository), printed]).toEqual([
      0,
      [expect.stringMatching(/routes, \d+ scenarios, \d+ reports: sound\.$/)],
    ]);
  });

  test('check looks at a file of a configuration beside the streams, templates and routes there, with its scenarios', async () => {
    for (const name of ['streams', 'templates', 'routes'])
      await cp(join(repository, name), join(folder, name), { recursive: true });
    const file = join(folder, 'routes/sales/long-sale.bpmn');
    expect(await checkRouteFile(file)).toBe(0);
    const xml = await readFile(file, 'utf8');
    await writeFile(file, xml.replace('card.client = null', 'card.cleint = null'));
    printed = [];
    expect(await checkRouteFile(file)).toBe(2);
    expect(printed.join('\n')).toContain('the card has no field "cleint"; did you mean "client"?');
    await writeFile(file, xml.replace('outcome = "accept"', 'outcome = "refuse"'));
    printed = [];
    expect(await checkRouteFile(file)).toBe(2);
    expect(printed.join('\n')).toMatch(/long-sale\.bpmn ".*": .*expected/);
  });
});
