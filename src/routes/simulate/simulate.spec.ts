import { compileRoute } from '../compile/compile-route.js';
import type { RouteLibrary } from '../engine/protocol.js';
import { parseRoute } from '../model/parse-route.js';
import { readScenarios, runScenario } from './scenario.js';
import type { Scenario } from './scenario.js';
import { simulate } from './simulate.js';
import type { SimulationResult } from './simulate.js';

const head =
  '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="defs" targetNamespace="t"><message id="m" name="go"/><error id="er" errorCode="BAD"/>';
const flow = (from: string, to: string, condition = ''): string =>
  `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}">${condition && `<conditionExpression>${condition}</conditionExpression>`}</sequenceFlow>`;
const task = (id: string, outcomes = ''): string =>
  `<userTask id="${id}" name="Task ${id}"><extensionElements><millrace:assignment performer="document.author">${outcomes}</millrace:assignment></extensionElements></userTask>`;
const file = (body: string, before = ''): string =>
  `${head}${before}<process id="p" isExecutable="true">${body}</process></definitions>`;
const frame = '<startEvent id="s"/><endEvent id="e"/>';

async function last(body: string, script: object): Promise<SimulationResult & { exitCode: number; events: string[] }> {
  const { lines, exitCode } = await simulate(file(body), script);
  const events = lines
    .slice(0, -1)
    .map((line) => `${(line as { event: string }).event} ${(line as { element: string }).element}`);
  return { ...(lines.at(-1) as SimulationResult), exitCode, events };
}

const choice = `${frame}<exclusiveGateway id="g" default="g_b"/>${task('a')}${task('b')}${flow('s', 'g')}${flow('g', 'a', 'n > 1')}${flow('g', 'b')}${flow('a', 'e')}${flow('b', 'e')}`;
const late = `${frame}${task('a')}${task('b')}<boundaryEvent id="t" attachedToRef="a"><timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition></boundaryEvent>${flow('s', 'a')}${flow('a', 'e')}${flow('t', 'b')}${flow('b', 'e')}`;

describe('route simulate', () => {
  test('prints the trail, then the result', async () => {
    const result = await last(`${frame}${task('a')}${flow('s', 'a')}${flow('a', 'e')}`, {
      steps: [{ complete: 'Task a' }],
      variables: { n: 1 },
    });
    expect(result).toMatchObject({
      result: 'finished',
      open: [],
      completedTasks: ['Task a'],
      variables: { n: 1 },
      exitCode: 0,
    });
    expect(result.events).toEqual([
      'entered p',
      'entered s',
      'completed s',
      'taken s_a',
      'entered a',
      'completed a',
      'taken a_e',
      'entered e',
      'completed e',
      'finished p',
    ]);
  });

  test('passes over a task that may be skipped, and says why another may not be', async () => {
    const optional = task('a').replace('performer=', 'skippable="true" performer=');
    const body = `${frame}${optional}${task('b')}${flow('s', 'a')}${flow('a', 'b')}${flow('b', 'e')}`;
    const skipped = await last(body, { steps: [{ skip: 'Task a', comment: 'no need' }] });
    expect(skipped).toMatchObject({ result: 'waiting', open: [{ element: 'b' }] });
    const { lines } = await simulate(file(body), { steps: [{ skip: 'a' }, { skip: 'b' }] });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'completed', element: 'a', detail: 'skipped' }));
    expect(lines.at(-1)).toMatchObject({
      result: 'refused',
      problems: [{ element: 'b', message: 'steps[1]: the route does not allow Task b to be skipped' }],
    });
  });

  test('waits with the open tasks named; auto completes them', async () => {
    expect(await last(choice, { steps: [], variables: { n: 2 } })).toMatchObject({
      result: 'waiting',
      open: [{ element: 'a', name: 'Task a' }],
      exitCode: 0,
    });
    expect(await last(choice, { steps: [], auto: true, variables: { n: 0 } })).toMatchObject({
      result: 'finished',
      completedTasks: ['Task b'],
    });
  });

  test('choose overrides the conditions from there on', async () => {
    const chosen = { choose: { gateway: 'g', flows: ['g_b'] } };
    const open = async (steps: object[]): Promise<string[]> =>
      (await last(choice, { start: 's', steps, variables: { n: 2 } })).open.map(({ element }) => element);
    expect(await open([])).toEqual(['a']);
    expect(await open([chosen])).toEqual(['b']);
    expect(await open([{ complete: 'a' }, chosen, { trigger: 's' }])).toEqual(['b']);
  });

  test('tasks of an ad-hoc sub-process are begun by trigger; triggering the sub-process closes it', async () => {
    const body = `${frame}<adHocSubProcess id="h">${task('a')}<completionCondition>false</completionCondition></adHocSubProcess>${flow('s', 'h')}${flow('h', 'e')}`;
    expect((await last(body, { steps: [{ trigger: 'a' }] })).open).toMatchObject([{ element: 'a' }]);
    expect((await last(body, { steps: [{ trigger: 'a' }, { complete: 'a' }, { trigger: 'h' }] })).result).toBe(
      'finished',
    );
  });

  test('advance fires due timers, and only those', async () => {
    expect((await last(late, { steps: [{ advance: 'PT1H' }] })).open).toMatchObject([{ element: 'a' }]);
    expect((await last(late, { steps: [{ advance: 'PT3H' }] })).open).toMatchObject([{ element: 'b' }]);
    expect((await last(late, { steps: [{ trigger: 't' }] })).open).toMatchObject([{ element: 'b' }]);
  });

  test('an automatic task that a step addresses waits for it, and can fail', async () => {
    const body = `${frame}<serviceTask id="x"/>${task('b')}<boundaryEvent id="t" attachedToRef="x"><errorEventDefinition errorRef="er"/></boundaryEvent>${flow('s', 'x')}${flow('x', 'e')}${flow('t', 'b')}${flow('b', 'e')}`;
    expect((await last(body, { steps: [] })).result).toBe('finished');
    expect((await last(body, { steps: [{ error: { task: 'x', code: 'BAD' } }] })).open).toMatchObject([
      { element: 'b' },
    ]);
    expect(
      await last(body.replace('errorRef="er"', 'errorRef="er2"'), {
        steps: [{ error: { task: 'x', code: 'BAD' } }],
      }),
    ).toMatchObject({
      result: 'incident',
      exitCode: 1,
    });
  });

  test('messages, cancel and bad scripts', async () => {
    const body = `${frame}<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>${flow('s', 'c')}${flow('c', 'e')}`;
    expect((await last(body, { steps: [{ message: 'go', variables: { x: 1 } }] })).variables).toEqual({ x: 1 });
    const cancelled = await last(body, { steps: [{ cancel: true }] });
    expect(cancelled).toMatchObject({ exitCode: 0, open: [] });
    expect(cancelled.events).toContain('cancelled c');
    expect(await last(body, { steps: [{ message: 'other' }] })).toMatchObject({ result: 'refused', exitCode: 2 });
    for (const script of [
      null,
      [],
      { steps: 3 },
      { steps: [{}] },
      { steps: [{ complete: 1 }] },
      { steps: [{ complete: 'a', trigger: 'b' }] },
      { start: 7, steps: [] },
    ]) {
      const { lines, exitCode } = await simulate(file(body), script);
      expect([exitCode, (lines.at(-1) as SimulationResult).problems?.length]).toEqual([2, 1]);
    }
  });

  test('a file that is refused says why, with the element', async () => {
    const { lines, exitCode } = await simulate(file(`${frame}<complexGateway id="g"/>`), { steps: [] });
    expect(exitCode).toBe(2);
    expect(lines).toMatchObject([{ result: 'refused', problems: [{ element: 'g' }] }]);
  });

  test('two pools talk along their message flows', async () => {
    const two = `${head}<collaboration id="c"><participant id="A" processRef="p"/><participant id="B" processRef="q"/><messageFlow id="mf1" sourceRef="out" targetRef="qs"/><messageFlow id="mf2" sourceRef="qe" targetRef="in"/></collaboration>
      <process id="p" isExecutable="true"><startEvent id="s"/><intermediateThrowEvent id="out"><messageEventDefinition messageRef="m"/></intermediateThrowEvent><intermediateCatchEvent id="in"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="e"/>${flow('s', 'out')}${flow('out', 'in')}${flow('in', 'e')}</process>
      <process id="q"><startEvent id="qs"><messageEventDefinition messageRef="m"/></startEvent>${task('t')}<endEvent id="qe"><messageEventDefinition messageRef="m"/></endEvent>${flow('qs', 't')}${flow('t', 'qe')}</process></definitions>`;
    const { lines } = await simulate(two, { steps: [{ complete: 't' }] });
    expect(lines.at(-1)).toMatchObject({ result: 'finished', completedTasks: ['Task t'] });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'finished', element: 'p' }));
  });
});

describe('scenarios', () => {
  const body = `${frame}${task('a', '<millrace:outcome key="yes"/><millrace:outcome key="no" reasonRequired="true"/>')}<exclusiveGateway id="g" default="g_x"/><serviceTask id="x"><extensionElements><millrace:action name="file" result="kept"/></extensionElements></serviceTask>${flow('s', 'a')}${flow('a', 'g')}${flow('g', 'a', 'outcome = "no" and card.n > 0')}${flow('g', 'x')}${flow('x', 'e')}`;

  async function library(): Promise<RouteLibrary> {
    const parsed = await parseRoute(file(body));
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const compiled = compileRoute(parsed.model);
    if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
    return { main: compiled.graph, called: new Map() };
  }

  const good: Scenario = {
    name: 'sent back once',
    card: { n: 1 },
    results: { file: { id: 9 } },
    steps: [
      { expect: { open: ['a'] } },
      { complete: 'a', outcome: 'no', comment: 'unclear' },
      { expect: { open: ['Task a'], status: 'waiting' } },
      { complete: 'a', outcome: 'yes' },
    ],
    expect: { status: 'finished', completed: ['Task a', 'Task a'], actions: ['file'], variables: { kept: { id: 9 } } },
  };

  test('pass when everything is as expected', async () => {
    expect(runScenario(await library(), good)).toEqual({ name: 'sent back once', passed: true, failures: [] });
  });

  test('say what differs and where', async () => {
    const wrong: Scenario = { ...good, steps: [{ expect: { open: ['b'] } }, { complete: 'a', outcome: 'maybe' }] };
    expect(runScenario(await library(), wrong).failures).toEqual([
      'steps[0]: open: expected ["b"], got ["Task a"]',
      expect.stringMatching(/^steps\[1\]: "maybe" is not an outcome/),
    ]);
  });

  test('a file that is not a list of scenarios is refused', () => {
    expect(readScenarios([good])).toHaveProperty('scenarios');
    for (const value of [{}, [{}], [{ name: 'x' }], [{ name: 'x', steps: [{ jump: 1 }] }]])
      expect(readScenarios(value)).toHaveProperty('problem');
  });
});
