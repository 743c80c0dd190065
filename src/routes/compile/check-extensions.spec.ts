import { parseRoute } from '../model/parse-route.js';
import { compileRoute } from './compile-route.js';

const flow = (id: string, from: string, to: string, condition = ''): string =>
  `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition && `<conditionExpression>${condition}</conditionExpression>`}</sequenceFlow>`;
const drawing = (body: string, more = ''): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" xmlns:other="urn:other" id="d" targetNamespace="t">${more}<process id="p" name="P" isExecutable="true">${body}</process></definitions>`;
const between = (element: string): string =>
  `<startEvent id="s"/>${flow('f1', 's', 'b')}${element}${flow('f3', 'b', 'e')}<endEvent id="e"/>`;
const told = async (xml: string, publishing = true): Promise<string[]> => {
  const parsed = await parseRoute(xml);
  const compiled = 'problems' in parsed ? parsed : compileRoute(parsed.model, { publishing });
  const found = 'problems' in compiled ? compiled.problems : compiled.warnings;
  return found.map(
    ({ severity, code, element, message }) => `${severity ?? 'error'} ${code} ${element ?? '-'}: ${message}`,
  );
};
const assigned = (attributes: string, inside = '', outside = ''): string =>
  `<userTask id="b" ${outside}><extensionElements><millrace:assignment ${attributes}>${inside}</millrace:assignment></extensionElements></userTask>`;
const performer = `performer='post("x")'`;

describe('elements and attributes of our own that nothing reads', () => {
  test.each([
    [
      'a misspelt attribute',
      assigned(`${performer} contrller='post("y")'`),
      'error unknown-extension b: millrace:assignment has no attribute "contrller"; did you mean "controller"?',
    ],
    [
      'an attribute that there is not',
      assigned(`${performer} priority="3"`),
      'error unknown-extension b: millrace:assignment has no attribute "priority"; expected one of performer, candidates, controller, due, editable, required, hidden, round, limitRounds, skippable, acceptance, binds, notSameAs',
    ],
    [
      'an attribute on the task itself',
      assigned(performer, '', `millrace:perfomer='post("y")'`),
      'error unknown-extension b: userTask has no attribute "millrace:perfomer"; who does a task, and until when, is said by millrace:assignment performer="…" in its extensionElements',
    ],
    [
      'deep inside',
      assigned(
        performer,
        '<millrace:outcome key="yes"><millrace:label language="en">Yes</millrace:label></millrace:outcome>',
      ),
      'error unknown-extension b: millrace:label has no attribute "language"; expected one of lang',
    ],
    [
      'on a loop',
      assigned(performer).replace(
        '</userTask>',
        '<multiInstanceLoopCharacteristics millrace:colection="card.people" millrace:item="who"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>',
      ),
      'error unknown-extension b: multiInstanceLoopCharacteristics has no attribute "millrace:colection"; did you mean "collection"?',
    ],
    [
      'an element under another one',
      `<task id="b"><extensionElements><millrace:assignment ${performer}/></extensionElements></task>`,
      'error unknown-extension b: millrace:assignment says nothing under a task; it belongs to userTask, manualTask, lane',
    ],
    [
      'a part without its whole',
      assigned(performer).replace('</extensionElements>', '<millrace:outcome key="yes"/></extensionElements>'),
      'error unknown-extension b: millrace:outcome says nothing directly under a userTask',
    ],
    [
      'a second one',
      assigned(performer).replace('</extensionElements>', `<millrace:assignment ${performer}/></extensionElements>`),
      'error unknown-extension b: there is a second millrace:assignment, of which nothing is read; leave one',
    ],
  ])('%s', async (_name, element, expected) => {
    expect(await told(drawing(between(element)))).toEqual([expected]);
    // what was published before goes on
    expect(await told(drawing(between(element)), false)).toEqual([]);
  });

  test.each([
    [
      assigned(performer).replace('</extensionElements>', '<millrace:asignment/></extensionElements>'),
      '<millrace:asignment>: there is no such element of Millrace; did you mean "assignment"?',
    ],
    [assigned(performer, '<millrace:param name="x"/>'), '<millrace:param>: it says nothing where it stands'],
  ])('an element that there is not, or not there, is refused when the file is read', async (element, message) => {
    expect(await told(drawing(between(element)))).toEqual([`error unreadable-element b: ${message}`]);
  });

  test('an attribute that BPMN does not have is told of, and kept', async () => {
    const task = assigned(performer, '', 'perfomer="ann"');
    expect(await told(drawing(between(task)))).toEqual([
      'warning unknown-attribute b: "perfomer" is no attribute of a userTask in BPMN; it is kept, but says nothing',
    ]);
  });

  test('what is right, and what belongs to other tools, is let through', async () => {
    const task = assigned(
      `${performer} round="true" limitRounds="2" other:x="1"`,
      '<millrace:instruction lang="en">Do it</millrace:instruction><millrace:outcome key="yes"><millrace:label>Yes</millrace:label></millrace:outcome><millrace:escalate when="due" do="remind"/>',
      'other:perfomer="x"',
    ).replace('</extensionElements>', '<other:thing millrace="1"><other:inner/></other:thing></extensionElements>');
    const process =
      '<extensionElements><millrace:route byHand="true"/><millrace:variable name="a"/><millrace:variable name="b"/></extensionElements>';
    expect(await told(drawing(`${process}${between(task)}`))).toEqual([]);
  });
});

describe('decision tables before publishing', () => {
  const rule = (...then: string[]): string =>
    `<millrace:rule><millrace:when>-</millrace:when>${then.map((text) => `<millrace:then>${text}</millrace:then>`).join('')}</millrace:rule>`;
  const table = (policy: string, outputs: string, ...rules: string[]): string =>
    `<businessRuleTask id="b"><extensionElements><millrace:decisionTable hitPolicy="${policy}" result="level"><millrace:input expression="1"/>${outputs}${rules.join('')}</millrace:decisionTable></extensionElements></businessRuleTask>`;
  const output = (name: string, more = ''): string => `<millrace:output name="${name}" ${more}/>`;

  test.each([
    [
      table('PRIORITY', output('a'), rule('1')),
      'error decision b: the hit policy PRIORITY needs the values of an output, highest first: values="..." at millrace:output',
    ],
    [
      table('O', output('a') + output('c'), rule('1', '2')),
      'error decision b: the hit policy OUTPUT ORDER needs the values of an output, highest first: values="..." at millrace:output',
    ],
    [
      table('C+', output('a') + output('c'), rule('1', '2')),
      'error decision b: COLLECT SUM is not defined for several outputs; leave one output, or use COLLECT without an operator',
    ],
    [
      table('P', output('a', 'values="high, low"'), rule('"high"')),
      'error decision b: the values of the output a are not FEEL values with commas between them, such as "high", "low" (texts in quotes) or 3, 2, 1: high, low',
    ],
    [
      table('P', output('a', `values='"high", "low"'`), rule('"hihg"')),
      'error decision b: the result of rule 1 is "hihg", which is none of the values of a',
    ],
    [
      table('U', output('a', `values="2, 1" default="'x'"`.replaceAll("'", '&quot;')), rule('1')),
      'error decision b: the default of the output a is "x", which is none of the values of a',
    ],
    [table('U', output('a') + output('a'), rule('1', '2')), 'error decision b: two outputs are named "a"'],
  ])('%#', async (element, expected) => {
    expect(await told(drawing(between(element)))).toEqual([expected]);
    expect(await told(drawing(between(element)), false)).toEqual([]);
  });

  test.each([
    table('P', output('a', `values='"a, b", "c"'`) + output('c'), rule('"a, b"', '1')),
    table('C', output('a') + output('c'), rule('1', '2')),
    table('C#', output('a'), rule('1')),
  ])('what is right %#', async (element) => {
    expect(await told(drawing(between(element)))).toEqual([]);
  });
});

test.each([
  [
    '<message id="m" name="paid-${card.n}"/>',
    '<messageEventDefinition messageRef="m"/>',
    'message "paid-${card.n}" is computed, which is not supported; give it a fixed name, and tell its receivers apart by millrace:correlation',
  ],
  [
    '<signal id="m" name="#{which}"/>',
    '<signalEventDefinition signalRef="m"/>',
    'signal "#{which}" is computed, which is not supported; give it a fixed name',
  ],
])(
  'a name that another engine would compute is refused before publishing: %s',
  async (declared, definition, message) => {
    const event = `<intermediateCatchEvent id="b">${definition}</intermediateCatchEvent>`;
    expect(await told(drawing(between(event), declared))).toEqual([`error computed-name b: the ${message}`]);
    expect(await told(drawing(between(event), declared), false)).toEqual([]);
  },
);

test('joins of which not everything could be looked at are told of', async () => {
  const branches = Array.from({ length: 13 }, (_, index) => index);
  const body = `<startEvent id="s"/><parallelGateway id="f"/><inclusiveGateway id="j" name="Together"/><endEvent id="e"/>${flow('s_f', 's', 'f')}${flow('j_e', 'j', 'e')}${branches
    .map(
      (n) =>
        `<exclusiveGateway id="x${n}" default="r${n}"/>${flow(`i${n}`, 'f', `x${n}`)}${flow(`l${n}`, `x${n}`, 'j', 'card.n = 1')}${flow(`r${n}`, `x${n}`, 'j')}`,
    )
    .join('')}`;
  const message =
    'it has too many ways to look at all of them: that no token waits for ever is not proven for "Together"; draw parts of it as sub-processes, which are looked at one by one';
  expect(await told(drawing(body))).toEqual([`warning joins-not-proven p: ${message}`]);
});
