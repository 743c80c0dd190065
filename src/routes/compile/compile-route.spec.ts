import { parseRoute } from '../model/parse-route.js';
import type { RouteProblem } from '../model/route-model.js';
import { compileRoute } from './compile-route.js';
import type { CompileOptions } from './compile-route.js';
import type { RouteGraph } from './route-graph.js';

const head =
  '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="defs" targetNamespace="t"><message id="m" name="go"/>';
const flow = (id: string, from: string, to: string, condition = ''): string =>
  `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition && `<conditionExpression>${condition}</conditionExpression>`}</sequenceFlow>`;
const task = (id: string): string =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer="document.author"/></extensionElements></userTask>`;
const frame = '<startEvent id="s"/><endEvent id="e"/>';

async function compile(
  body: string,
  options: CompileOptions = {},
): Promise<{ graph: RouteGraph } | { problems: RouteProblem[] }> {
  const parsed = await parseRoute(`${head}<process id="p" isExecutable="true">${body}</process></definitions>`);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return compileRoute(parsed.model, options);
}
async function codes(body: string, options: CompileOptions = {}): Promise<string[]> {
  const compiled = await compile(body, options);
  return 'problems' in compiled ? compiled.problems.map(({ code, element }) => `${code} ${element}`) : [];
}

describe('starts without anybody', () => {
  const timer = (inside: string) =>
    `<startEvent id="s"><timerEventDefinition>${inside}</timerEventDefinition></startEvent>`;
  const condition =
    '<startEvent id="s"><conditionalEventDefinition><condition>card.amount = null</condition></conditionalEventDefinition></startEvent>';
  const daily = timer('<timeCycle>R/P1D</timeCycle>');
  const stream = '<extensionElements><millrace:route stream="clients"/></extensionElements>';
  test.each<[string, string, string[]]>([
    ['a time for the documents of a stream', stream + daily, []],
    ['a time for no stream', daily, ['timer-start-stream s']],
    ['a repetition that is none', stream + timer('<timeCycle>=1 + 1</timeCycle>'), ['timer-start-time s']],
    ['a time that reads a card', stream + timer('<timeDate>=card.dueAt</timeDate>'), ['timer-start-time s']],
    ['a condition on documents of a stream', stream + condition, []],
    ['a condition on documents of any stream', condition, ['conditional-start-stream s']],
  ])('%s', async (_name, start, expected) => {
    const body = `${start}${task('a')}${flow('f1', 's', 'a')}${flow('f2', 'a', 'e')}<endEvent id="e"/>`;
    expect(await codes(body, { publishing: true })).toEqual(expected);
    expect(await codes(body)).toEqual([]);
  });
});

describe('problems', () => {
  test.each<[string, string, string[]]>([
    ['a sound route', `${frame}${task('a')}${flow('f1', 's', 'a')}${flow('f2', 'a', 'e')}`, []],
    [
      'no start',
      `${task('a')}<endEvent id="e"/>${flow('f2', 'a', 'e')}`,
      ['no-start p', 'unreachable a', 'unreachable e'],
    ],
    ['a dead end', `<startEvent id="s"/>${task('a')}${flow('f1', 's', 'a')}`, ['no-way-on a']],
    ['an unreachable step', `${frame}${task('a')}${flow('f1', 's', 'e')}${flow('f2', 'a', 'e')}`, ['unreachable a']],
    ['nobody to do it', `${frame}<userTask id="a"/>${flow('f1', 's', 'a')}${flow('f2', 'a', 'e')}`, ['no-performer a']],
    [
      'a gateway whose flows have no conditions',
      `${frame}<exclusiveGateway id="g"/>${task('a')}${flow('f1', 's', 'g')}${flow('f2', 'g', 'a')}${flow('f3', 'g', 'e')}${flow('f4', 'a', 'e')}`,
      ['no-condition f2', 'no-condition f3'],
    ],
    [
      'an unreadable condition',
      `${frame}<exclusiveGateway id="g" default="f3"/>${task('a')}${flow('f1', 's', 'g')}${flow('f2', 'g', 'a', '1 +')}${flow('f3', 'g', 'e')}${flow('f4', 'a', 'e')}`,
      ['expression f2'],
    ],
    [
      'an unsupported element',
      `${frame}<complexGateway id="g"/>${flow('f1', 's', 'g')}${flow('f2', 'g', 'e')}`,
      ['unsupported-element g'],
    ],
    [
      'a script in another language',
      `${frame}<scriptTask id="x" scriptFormat="groovy"><script>x()</script></scriptTask>${flow('f1', 's', 'x')}${flow('f2', 'x', 'e')}`,
      ['script x'],
    ],
    [
      'a circle that never waits',
      `${frame}<exclusiveGateway id="g" default="f3"/><task id="x"/>${flow('f1', 's', 'g')}${flow('f2', 'g', 'x', 'true')}${flow('f4', 'x', 'g')}${flow('f3', 'g', 'e')}`,
      ['endless-loop g'],
    ],
    [
      'outcomes twice',
      `${frame}<userTask id="a"><extensionElements><millrace:assignment performer="x"><millrace:outcome key="yes"/><millrace:outcome key="yes"/></millrace:assignment></extensionElements></userTask>${flow('f1', 's', 'a')}${flow('f2', 'a', 'e')}`,
      ['duplicate-outcome a'],
    ],
    [
      'a boundary event on nothing that can have one',
      `${frame}<boundaryEvent id="b" attachedToRef="s"><messageEventDefinition messageRef="m"/></boundaryEvent>${flow('f1', 's', 'e')}${flow('f2', 'b', 'e')}`,
      ['dangling-boundary b'],
    ],
    [
      'a timer that is no time',
      `${frame}<intermediateCatchEvent id="c"><timerEventDefinition><timeDuration>soon</timeDuration></timerEventDefinition></intermediateCatchEvent>${flow('f1', 's', 'c')}${flow('f2', 'c', 'e')}`,
      ['timer c'],
    ],
    [
      'a flow over the border of a sub-process',
      `${frame}<subProcess id="q"><startEvent id="qs"/><endEvent id="qe"/>${flow('q1', 'qs', 'e')}</subProcess>${flow('f1', 's', 'q')}${flow('f2', 'q', 'e')}`,
      ['crossing-flow q1', 'unreachable qe', 'no-way-on qs'],
    ],
    [
      'something that cannot be awaited behind an event-based gateway',
      `${frame}<eventBasedGateway id="g"/>${task('a')}${flow('f1', 's', 'g')}${flow('f2', 'g', 'a')}${flow('f3', 'a', 'e')}`,
      ['event-gateway g'],
    ],
  ])('%s', async (_name, body, expected) => expect((await codes(body)).sort()).toEqual([...expected].sort()));

  test('each has the line and a sentence', async () => {
    const compiled = await compile(
      `${frame}\n<userTask id="a" name="Sign"/>${flow('f1', 's', 'a')}${flow('f2', 'a', 'e')}`,
    );
    expect('problems' in compiled && compiled.problems).toMatchObject([
      { element: 'a', name: 'Sign', line: 2, code: 'no-performer' },
    ]);
  });

  test('incomplete drawings pass when leniently looked at; unsupported elements do not', async () => {
    expect(await codes(`<userTask id="a"/>`, { lenient: true })).toEqual([]);
    expect(await codes(`<complexGateway id="g"/>`, { lenient: true })).toEqual(['unsupported-element g']);
  });
});

describe('joins', () => {
  const gate = (type: string, ...ids: string[]): string => ids.map((id) => `<${type} id="${id}"/>`).join('');
  const both = (fork: string, join: string): string =>
    `${frame}${task('a')}${task('b')}${fork}${join}${flow('f1', 's', 'g')}${flow('f2', 'g', 'a', 'outcome = "x"')}${flow('f3', 'g', 'b', 'outcome = "y"')}${flow('f4', 'a', 'j')}${flow('f5', 'b', 'j')}${flow('f6', 'j', 'e')}`;

  test.each<[string, string, string[]]>([
    [
      'parallel after exclusive never comes together',
      both(gate('exclusiveGateway', 'g'), gate('parallelGateway', 'j')),
      ['dead-join j'],
    ],
    [
      'parallel after inclusive may not either',
      both(gate('inclusiveGateway', 'g'), gate('parallelGateway', 'j')),
      ['dead-join j'],
    ],
    ['parallel after parallel does', both(gate('parallelGateway', 'g'), gate('parallelGateway', 'j')), []],
    ['inclusive after inclusive does', both(gate('inclusiveGateway', 'g'), gate('inclusiveGateway', 'j')), []],
    ['exclusive after exclusive does', both(gate('exclusiveGateway', 'g', 'j'), ''), []],
  ])('%s', async (_name, body, expected) => expect(await codes(body)).toEqual(expected));

  test('a boundary event that leads around a join is found', async () => {
    const body = `${both(gate('parallelGateway', 'g'), gate('parallelGateway', 'j'))}<boundaryEvent id="late" attachedToRef="a"><messageEventDefinition messageRef="m"/></boundaryEvent><endEvent id="e2"/>${flow('f7', 'late', 'e2')}`;
    expect(await codes(body)).toEqual(['dead-join j']);
    const terminated = body.replace('<endEvent id="e2"/>', '<endEvent id="e2"><terminateEventDefinition/></endEvent>');
    expect(await codes(terminated)).toEqual([]);
  });

  test('a loop back before the fork is sound', async () => {
    const body = `${frame}${task('a')}${task('b')}${gate('exclusiveGateway', 'm1', 'x')}${gate('parallelGateway', 'g', 'j')}${flow('f1', 's', 'm1')}${flow('f2', 'm1', 'g')}${flow('f3', 'g', 'a')}${flow('f4', 'g', 'b')}${flow('f5', 'a', 'j')}${flow('f6', 'b', 'j')}${flow('f7', 'j', 'x')}${flow('f8', 'x', 'm1', 'outcome = "again"')}${flow('f9', 'x', 'e', 'outcome = "done"')}`;
    expect(await codes(body)).toEqual([]);
  });
});

describe('the card', () => {
  const card = {
    fields: {
      amount: 'money',
      subject: 'text',
      signedAt: 'date',
      count: 'number',
      ok: 'boolean',
      client: 'reference',
      lines: 'table',
    },
  };
  const decide = (condition: string): string =>
    `${frame}<exclusiveGateway id="g" default="f3"/>${task('a')}${flow('f1', 's', 'g')}${flow('f2', 'g', 'a', condition)}${flow('f3', 'g', 'e')}${flow('f4', 'a', 'e')}`;

  test.each<[string, RegExp | null]>([
    ['card.amount.amount > 1000', null],
    ['card.amount > 1000', /write card\.amount\.amount/],
    ['card.subject = "x" and card.ok', null],
    ['card.subject > 15', /compares a string with a number/],
    ['card.signedAt > date("2026-01-01")', null],
    ['card.signedAt > "2026-01-01"', /compares a date with a string; write a date/],
    ['date(card.signedAt) > date("2026-01-01")', null],
    ['card.missing = 1', /no field "missing"; expected one of amount, subject/],
    ['card.ammount.amount > 1', /no field "ammount"; did you mean "amount"\?/],
    ['card.client = "1"', null],
    ['card.client.name = "Alpha"', /has no parts, only the id is at hand here; leave out "\.name"/],
    ['card.lines.price[1].amount > 1', null],
    ['card.amount.vat > 1', /amount and currency/],
    ['count(card.count) > 1', null],
  ])('%s', async (condition, complaint) => {
    const compiled = await compile(decide(condition.replaceAll('>', '&gt;')), { card });
    if (complaint === null) expect(compiled).toHaveProperty('graph');
    else expect('problems' in compiled && compiled.problems[0]?.message).toMatch(complaint);
  });
});

describe('the graph', () => {
  test('is indexed and frozen all through', async () => {
    const compiled = await compile(
      `${frame}${task('a')}${flow('f1', 's', 'a')}${flow('f2', 'a', 'e')}<subProcess id="q" triggeredByEvent="true"><startEvent id="qs"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="qe"/>${flow('q1', 'qs', 'qe')}</subProcess>`,
    );
    if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
    const { graph } = compiled;
    expect([...graph.nodes.keys()].sort()).toEqual(['a', 'e', 'p', 'q', 'qe', 'qs', 's']);
    expect(graph.root).toMatchObject({
      starts: [{ id: 's' }],
      eventScopes: [{ id: 'q', variant: 'event' }],
      implicitStarts: [],
    });
    const a = graph.nodes.get('a');
    expect([graph, graph.root, a, a?.outgoing, a?.outgoing[0]].every(Object.isFrozen)).toBe(true);
  });

  test('conditions of other tools are taken over where they mean the same', async () => {
    const decide = (condition: string): string =>
      `${frame}<exclusiveGateway id="g" default="f3"/>${task('a')}${flow('f1', 's', 'g')}${flow('f2', 'g', 'a', condition)}${flow('f3', 'g', 'e')}${flow('f4', 'a', 'e')}`;
    const compiled = await compile(decide("${amount gt 100 &amp;&amp; kind == 'a'}"));
    expect('graph' in compiled && compiled.graph.flows.get('f2')?.condition?.source).toBe(
      'amount > 100 and kind = "a"',
    );
    const refused = await compile(decide('${bean.check(x)}'));
    expect('problems' in refused && refused.problems).toMatchObject([{ element: 'f2', code: 'expression' }]);
  });
});
