import { exportRoute, parseRoute } from './parse-route.js';
import type { RouteModel, RouteProblem } from './route-model.js';

const wrap = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" xmlns:other="urn:other" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="defs" targetNamespace="t">
${body}
</definitions>`;

async function model(body: string): Promise<RouteModel> {
  const parsed = await parseRoute(wrap(body));
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.model;
}
async function problems(xml: string): Promise<readonly RouteProblem[]> {
  const parsed = await parseRoute(xml);
  return 'problems' in parsed ? parsed.problems : [];
}

describe('what is read', () => {
  test('assignments, outcomes in four languages, actions, mappings', async () => {
    const { processes } = await model(`<process id="p"><userTask id="a"><extensionElements>
      <millrace:assignment performer="document.author" due="8 working hours" editable="subject, amount" required="amount" hidden="margin" round="true" limitRounds="5">
        <millrace:instruction lang="en">Look</millrace:instruction><millrace:instruction lang="ru">Смотри</millrace:instruction>
        <millrace:outcome key="approve"><millrace:label lang="en">Approve</millrace:label><millrace:label lang="lt">Tvirtinti</millrace:label></millrace:outcome>
        <millrace:outcome key="reject" reasonRequired="true"/>
      </millrace:assignment></extensionElements></userTask>
      <serviceTask id="s"><extensionElements><millrace:action name="mail" result="sent"><millrace:param name="to" expression="x"/><millrace:param name="t" value="v"/></millrace:action></extensionElements></serviceTask>
      <callActivity id="c" calledElement="sales/other"><extensionElements><millrace:in source="a" target="b"/><millrace:out source="c" target="d"/></extensionElements></callActivity></process>`);
    const [user, service, call] = processes[0]?.nodes ?? [];
    expect(user?.assignment).toEqual({
      performer: 'document.author',
      due: '8 working hours',
      acceptance: false,
      notSameAs: [],
      ladder: [],
      editable: ['subject', 'amount'],
      required: ['amount'],
      hidden: ['margin'],
      round: true,
      limitRounds: '5',
      skippable: false,
      instruction: { en: 'Look', ru: 'Смотри' },
      outcomes: [
        { key: 'approve', reasonRequired: false, label: { en: 'Approve', lt: 'Tvirtinti' } },
        { key: 'reject', reasonRequired: true, label: 'reject' },
      ],
    });
    expect(service?.action).toEqual({
      name: 'mail',
      result: 'sent',
      params: [
        { name: 'to', expression: 'x' },
        { name: 't', value: 'v' },
      ],
    });
    expect(call).toMatchObject({
      calledElement: 'sales/other',
      inputs: [{ source: 'a', target: 'b' }],
      outputs: [{ source: 'c', target: 'd' }],
    });
  });

  test('sequence flows are found whether or not the elements list them', async () => {
    const { processes } = await model(
      '<process id="p"><startEvent id="s"/><sequenceFlow sourceRef="s" targetRef="e"/><endEvent id="e"/></process>',
    );
    expect(processes[0]?.flows).toMatchObject([{ source: 's', target: 'e' }]);
    expect(processes[0]?.flows[0]?.id).toMatch(/^sequenceFlow_/);
  });

  test('pools, message flows, nested lanes, data and annotations are kept', async () => {
    const read =
      await model(`<collaboration id="c"><participant id="us" name="Us" processRef="p"/><participant id="them"/><messageFlow id="mf" sourceRef="them" targetRef="s"/></collaboration>
      <process id="p"><laneSet id="ls"><lane id="l1" name="Outer"><childLaneSet id="cl"><lane id="l2" name="Inner"><flowNodeRef>s</flowNodeRef></lane></childLaneSet></lane></laneSet>
      <startEvent id="s"/><dataObject id="d"/><dataObjectReference id="dr" dataObjectRef="d"/><textAnnotation id="t"><text>hello</text></textAnnotation><association id="as" sourceRef="t" targetRef="s"/></process>`);
    expect(read.participants).toMatchObject([{ id: 'us', process: 'p' }, { id: 'them' }]);
    expect(read.messageFlows).toMatchObject([{ id: 'mf', source: 'them', target: 's' }]);
    expect(read.processes[0]?.lanes).toMatchObject([{ id: 'l1', lanes: [{ id: 'l2', nodes: ['s'] }] }]);
    expect(read.processes[0]?.kept.map(({ id }) => id)).toEqual(['d', 'dr', 't']);
  });
});

describe('round trip', () => {
  test('unknown extensions and the diagram survive', async () => {
    const xml =
      wrap(`<process id="p"><task id="t" other:colour="red"><extensionElements><other:thing deep="1"><other:inner>text</other:inner></other:thing></extensionElements></task></process>
      <bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="plane" bpmnElement="p"><bpmndi:BPMNShape id="shape" bpmnElement="t"><dc:Bounds x="1" y="2" width="3" height="4"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`);
    const parsed = await parseRoute(xml);
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const written = await exportRoute(parsed.model);
    for (const part of [
      'other:colour="red"',
      '<other:thing deep="1">',
      '<other:inner>text</other:inner>',
      '<dc:Bounds x="1" y="2" width="3" height="4"',
    ]) {
      expect(written).toContain(part);
    }
    const again = await parseRoute(written);
    expect('model' in again && again.model.processes).toEqual(parsed.model.processes);
  });
});

describe('what is refused', () => {
  test.each<[string, string, string, number | undefined]>([
    ['nothing', '  ', 'empty', undefined],
    ['text', 'hello', 'not-xml', 1],
    ['another XML', '<a/>', 'not-bpmn', 1],
    ['broken XML', '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">\n<process', 'not-bpmn', 2],
    ['an entity', '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<definitions/>', 'doctype', 2],
    ['an unknown element', wrap('<process id="p">\n<wurst id="w"/></process>'), 'unreadable-element', 4],
    [
      'a foreign element where none may be',
      wrap('<process id="p"><other:thing id="w"/></process>'),
      'unreadable-element',
      3,
    ],
    [
      'a flow to nowhere',
      wrap('<process id="p"><startEvent id="s"/>\n<sequenceFlow id="f" sourceRef="s" targetRef="gone"/></process>'),
      'unresolved-reference',
      4,
    ],
    ['an id used twice', wrap('<process id="p"><task id="t"/>\n<task id="t"/></process>'), 'duplicate-id', 4],
    ['a giant', `<definitions>${' '.repeat(5_000_001)}</definitions>`, 'too-large', undefined],
    [
      'a deep nest',
      wrap(`<process id="p">${'<subProcess>'.repeat(300)}${'</subProcess>'.repeat(300)}</process>`),
      'too-deep',
      undefined,
    ],
  ])('%s', async (_name, xml, code, line) => {
    const [problem] = await problems(xml);
    expect(problem).toMatchObject({ code, ...(line === undefined ? {} : { line }) });
    expect(problem?.message).not.toMatch(/\n|undefined/);
  });

  test('the element is named', async () => {
    const found = await problems(
      wrap('<process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="gone"/></process>'),
    );
    expect(found).toMatchObject([{ element: 'f', message: 'targetRef points to "gone", which is not in the file' }]);
  });
});

test('references with a prefix, undeclared error codes and dangling drawings do not keep a file from opening', async () => {
  const read =
    await model(`<message id="m" name="invoice"/><process id="p"><startEvent id="s"><messageEventDefinition messageRef="tns:m"/></startEvent>
    <endEvent id="e"><errorEventDefinition errorRef="BAD"/></endEvent></process><bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="plane" bpmnElement="gone"/></bpmndi:BPMNDiagram>`);
  expect(read.processes[0]?.nodes).toMatchObject([
    { event: { type: 'message', name: 'invoice' } },
    { event: { type: 'error', code: 'BAD' } },
  ]);
});
