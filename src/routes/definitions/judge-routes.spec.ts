import { checkRoute } from './check-route.js';
import { judgeRoutes, type CheckSource, type RouteInForce } from './judge-routes.js';
import { sourceOf, type RouteSource } from './load-routes.js';

const check: CheckSource = ({ xml }, routes) => checkRoute(xml, { routes, actions: new Set() });
const drawing = (id: string, step: string): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="d" targetNamespace="t">
<process id="${id}" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="x"/>${step}
<sequenceFlow id="g" sourceRef="x" targetRef="e"/><endEvent id="e"/></process></definitions>`;
const asks = (name: string): string =>
  `<userTask id="x" name="${name}"><extensionElements><millrace:assignment performer="document.author"/></extensionElements></userTask>`;
const calls = (route: string): string => `<callActivity id="x" calledElement="${route}"/>`;
const opens = (name: string): unknown => [{ name: `asks for ${name}`, steps: [], expect: { open: [name] } }];
const source = (key: string, step: string, scenarios?: unknown): RouteSource => ({
  ...sourceOf(key, `routes/${key}.bpmn`, drawing(key, step)),
  ...(scenarios === undefined ? {} : { scenarios }),
});
const judge = (candidates: RouteSource[], inForce: ReadonlyMap<string, RouteInForce> = new Map()) =>
  judgeRoutes(candidates, inForce, check);
async function inForce(...sources: RouteSource[]): Promise<ReadonlyMap<string, RouteInForce>> {
  const { sound } = await judge(sources);
  return new Map(sound.map(({ source: { key, scenarios }, graph }) => [key, { graph, scenarios }]));
}
const keys = ({ sound }: Awaited<ReturnType<typeof judge>>): string[] => sound.map(({ source: { key } }) => key);

describe('judging routes', () => {
  test('a scenario is played with the version of a called route that is published beside it', async () => {
    const before = await inForce(source('inner', asks('Old')), source('outer', calls('inner'), opens('Old')));
    const together = await judge([source('inner', asks('New')), source('outer', calls('inner'), opens('New'))], before);
    expect(together.problems).toEqual([]);
    expect(keys(together)).toEqual(['inner', 'outer']);
    expect(together.passed).toBe(1);
    const alone = await judge([source('outer', calls('inner'), opens('New'))], before);
    expect(alone.sound).toEqual([]);
    expect(alone.problems).toEqual([
      {
        file: 'routes/outer.bpmn',
        problem: {
          element: null,
          code: 'scenario',
          message: '"asks for New": expect: open: expected ["New"], got ["Old"]',
        },
      },
    ]);
  });

  test('a route that falls takes with it what calls it, but nothing else', async () => {
    const judged = await judge([
      source('inner', asks('Task'), opens('Other')),
      source('outer', calls('inner'), opens('Task')),
      source('apart', asks('Task'), opens('Task')),
    ]);
    expect(keys(judged)).toEqual(['apart']);
    expect(judged.problems.map(({ file, problem: { code } }) => [file, code])).toEqual([
      ['routes/inner.bpmn', 'scenario'],
      ['routes/outer.bpmn', 'unknown-route'],
    ]);
  });

  test('a route in force that no longer goes as its scenario says is a warning, through others too', async () => {
    const before = await inForce(
      source('inner', asks('Old')),
      source('middle', calls('inner')),
      source('outer', calls('middle'), opens('Old')),
      source('apart', asks('Old'), opens('Old')),
    );
    const judged = await judge([source('inner', asks('New'))], before);
    expect(keys(judged)).toEqual(['inner']);
    expect(judged.warnings).toMatchObject([
      {
        file: 'outer',
        problem: {
          severity: 'warning',
          code: 'scenario-of-caller',
          message: expect.stringContaining('"outer" calls it'),
        },
      },
    ]);
  });

  test.each<[unknown, RegExp]>([
    ['[{', /the scenarios are not JSON: /],
    [{}, /must be a JSON list/],
    [[{ name: 'x', steps: [{ fly: 1 }] }], /\[0\]\.steps\[0\] must have exactly one of/],
    [[{ name: 'x', steps: [{ complete: 'Nothing' }] }], /"x": steps\[0\]: no open task "Nothing"/],
  ])('scenarios %j cannot pass', async (scenarios, message) => {
    const { sound, problems } = await judge([source('one', asks('Task'), scenarios)]);
    expect(sound).toEqual([]);
    expect(problems[0]?.problem.message).toMatch(message);
  });
});
