import { parseRoute } from '../model/parse-route.js';
import type { RouteProblem } from '../model/route-model.js';
import { compileRoute } from './compile-route.js';

const head =
  '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="defs" targetNamespace="t"><message id="m" name="go"/>';
const card = { fields: { subject: 'text', amount: 'money' } };

/** Everything that is found in a process before it is published: `line code element: message`. */
async function found(body: string): Promise<string[]> {
  const parsed = await parseRoute(
    `${head}\n<process id="p" name="P" isExecutable="true">\n${body}\n</process></definitions>`,
  );
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const compiled = compileRoute(parsed.model, { card, publishing: true });
  return ('problems' in compiled ? compiled.problems : compiled.warnings).map(shown);
}

function shown({ severity, line, code, element, message }: RouteProblem): string {
  return `${severity ?? 'error'} ${line ?? '-'} ${code} ${element ?? '-'}: ${message}`;
}

const flow = (id: string, from: string, to: string, condition?: string): string =>
  `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition === undefined ? '' : `<conditionExpression>${condition}</conditionExpression>`}</sequenceFlow>`;
const task = (id: string, attributes = '', inside = ''): string =>
  `<userTask id="${id}" name="Task ${id}"><extensionElements><millrace:assignment performer='post("clerk")' ${attributes}>${inside}</millrace:assignment></extensionElements></userTask>`;
/** Start, task a, what is to be checked, end. */
const between = (element: string, id: string): string =>
  `<startEvent id="s"/>${flow('f1', 's', 'a')}${task('a')}${flow('f2', 'a', id)}\n${element}${flow('f3', id, 'e')}<endEvent id="e"/>`;
const asked = (attributes: string, inside = ''): string =>
  between(
    `<userTask id="b" name="Task b"><extensionElements><millrace:assignment ${attributes}>${inside}</millrace:assignment></extensionElements></userTask>`,
    'b',
  );

describe('names in expressions', () => {
  test.each<[string, string, string | null]>([
    ['a field', asked('performer="if card.amount.amount > 5 then document.author else null"'), null],
    [
      'a field that is not there',
      asked('performer="if card.ammount = null then null else document.author"'),
      'error 4 card-type b: the performer: the card has no field "ammount"; did you mean "amount"?',
    ],
    ['an earlier performer', asked('performer="steps.a.performer"'), null],
    [
      'a step that is not there',
      asked('performer="steps.aa.performer"'),
      'error 4 unknown-step b: the performer: there is no step "aa"; did you mean "a"?',
    ],
    [
      'a step of which nothing is kept',
      asked('performer="steps.s.performer"'),
      'error 4 unknown-step b: the performer: "s" is a startEvent, of which nothing is kept; expected one of a, b',
    ],
    [
      'what a step does not have',
      asked('performer="steps.a.performr"'),
      'error 4 unknown-name b: the performer: a step has no "performr"; did you mean "performer"?',
    ],
    [
      'what a document does not have',
      asked('performer="document.autor"'),
      'error 4 unknown-name b: the performer: a document has no "autor"; did you mean "author"?',
    ],
    [
      'a function that is not there',
      asked('performer="headof(document.author)"'),
      'error 4 unknown-function b: the performer: there is no function "headof"; did you mean "headOf"?',
    ],
    ['functions that are', asked('performer=\'except(leastLoaded(unit("sales").members), document.author)\''), null],
    ['a turn', asked('performer=\'roundRobin("sales", unit("sales").members)\''), null],
    [
      'a turn under a name that is computed',
      asked('performer=\'roundRobin(document.stream, unit("sales").members)\''),
      'error 4 round-robin-name b: the performer: the first argument of roundRobin is a name in quotes under which turns are kept, such as roundRobin("sales", unit("sales").members)',
    ],
    [
      'a function of people elsewhere',
      asked('performer="document.author" due=\'=post("clerk").name\''),
      'error 4 unknown-function b: the due date: "post" is known only where people are named (performer, candidates, controller, escalation)',
    ],
    [
      'a controller',
      asked('performer="document.author" controller="headOf(document.boss)"'),
      'error 4 unknown-name b: the controller: a document has no "boss"; expected one of id, stream, number, title, status, language, createdAt, author, responsible, unit',
    ],
    [
      'an instruction',
      asked('performer="document.author"', '<millrace:instruction>="Pay " + card.sbject</millrace:instruction>'),
      'error 4 card-type b: the instruction: the card has no field "sbject"; did you mean "subject"?',
    ],
    [
      'an escalation',
      asked('performer="document.author"', '<millrace:escalate when="due" do="reassign" to="document.autor"/>'),
      'error 4 unknown-name b: who it is handed to when late: a document has no "autor"; did you mean "author"?',
    ],
    [
      'a variable that nothing gives',
      asked('performer="perfomer"'),
      'warning 4 unknown-variable b: the performer: nothing in the drawing gives "perfomer"; A variable that comes from outside is declared by millrace:variable',
    ],
    [
      'a parameter of an action',
      between(
        '<serviceTask id="b"><extensionElements><millrace:action name="set-fields"><millrace:param name="field.subject" expression="card.subjet"/></millrace:action></extensionElements></serviceTask>',
        'b',
      ),
      'error 4 card-type b: the parameter field.subject: the card has no field "subjet"; did you mean "subject"?',
    ],
    [
      'a cell of a decision table',
      between(
        '<businessRuleTask id="b"><extensionElements><millrace:decisionTable result="level"><millrace:input expression="card.amount.amount"/><millrace:output name="level"/><millrace:rule><millrace:when>&gt; card.limit</millrace:when><millrace:then>1</millrace:then></millrace:rule></millrace:decisionTable></extensionElements></businessRuleTask>',
        'b',
      ),
      'error 4 card-type b: in rule 1: the card has no field "limit"; expected one of subject, amount',
    ],
    [
      'a mapping of a call',
      between(
        '<callActivity id="b" calledElement="x"><extensionElements><millrace:in source="card.sum" target="sum"/></extensionElements></callActivity>',
        'b',
      ),
      'error 4 card-type b: the input sum: the card has no field "sum"; expected one of subject, amount',
    ],
    [
      'the correlation of a message',
      between(
        '<intermediateCatchEvent id="b"><extensionElements><millrace:correlation key="document.nmber"/></extensionElements><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
        'b',
      ),
      'error 4 unknown-name b: the correlation: a document has no "nmber"; did you mean "number"?',
    ],
    [
      'the item of a collection',
      between(
        '<userTask id="b"><extensionElements><millrace:assignment performer="approver"/></extensionElements><multiInstanceLoopCharacteristics millrace:collection="people" millrace:item="approver"><completionCondition>nrOfCompletedInstances > 1 and outcom = "yes"</completionCondition></multiInstanceLoopCharacteristics></userTask>',
        'b',
      ),
      'warning 4 unknown-variable b: the collection: nothing in the drawing gives "people"; A variable that comes from outside is declared by millrace:variable; warning 4 unknown-variable b: the completion condition: nothing in the drawing gives "outcom"; did you mean "outcome"? A variable that comes from outside is declared by millrace:variable',
    ],
  ])('%s', async (_name, body, expected) => {
    expect((await found(body)).join('; ')).toBe(expected ?? '');
  });

  test('a variable is given by a script, a declaration, a result', async () => {
    const script = '<scriptTask id="b" scriptFormat="feel"><script>{rate: 2, "limit": 3}</script></scriptTask>';
    const body = `<extensionElements><millrace:variable name="who" default="null"/></extensionElements><startEvent id="s"/>${flow('f1', 's', 'b')}${script}${flow('f2', 'b', 'c')}<userTask id="c"><extensionElements><millrace:assignment performer="if rate + limit > 1 then who else null"/></extensionElements></userTask>${flow('f3', 'c', 'e')}<endEvent id="e"/>`;
    expect(await found(body)).toEqual([]);
  });
});

describe('names in attributes', () => {
  test.each<[string, string | null]>([
    ['notSameAs="a"', null],
    [
      'notSameAs="a, fin"',
      'error 4 not-same-as b: notSameAs names "fin", which is no task of a person; expected one of a, b',
    ],
    ['notSameAs="b"', 'error 4 not-same-as b: notSameAs names the task itself; name the tasks done before it'],
    ['binds="subject, files"', null],
    [
      'binds="subjct"',
      'error 4 unknown-field b: binds names "subjct", which the card does not have; did you mean "subject"?',
    ],
    [
      'editable="amounts"',
      'error 4 unknown-field b: editable names "amounts", which the card does not have; did you mean "amount"?',
    ],
    ['required="amount" hidden="subject"', null],
    [
      'required="amount" hidden="amount"',
      'error 4 hidden-field b: the field "amount" is hidden and to be filled in at once; leave one out',
    ],
  ])('%s', async (attribute, expected) => {
    expect((await found(asked(`performer="document.author" ${attribute}`))).join('; ')).toBe(expected ?? '');
  });

  test.each(['2 hours early', '1 working days before issue', 'never'])(
    'an escalation "%s" cannot be read',
    async (when) => {
      const problems = await found(
        asked('performer="document.author"', `<millrace:escalate when="${when}" do="remind"/>`),
      );
      expect(problems.join()).toMatch(/^error 4 escalation b: .*expected "due", "4 working hours before due"/);
    },
  );
});

describe('ends', () => {
  const circle = `<startEvent id="s"/>${flow('f1', 's', 'a')}${task('a')}${flow('f2', 'a', 'b')}${task('b')}${flow('f3', 'b', 'a')}`;
  test('a circle that nobody can leave', async () => {
    expect(await found(circle)).toEqual(
      ['s', 'a', 'b'].map((id) =>
        expect.stringMatching(new RegExp(`^error 3 no-end ${id}: no way from it leads to an end`)),
      ),
    );
  });

  test('a way out of it', async () => {
    const out =
      '<boundaryEvent id="x" attachedToRef="b"><messageEventDefinition messageRef="m"/></boundaryEvent><endEvent id="e"/>';
    expect(await found(`${circle}${out}${flow('f4', 'x', 'e')}`)).toEqual([]);
  });

  test('a circle that a boundary event of its sub-process ends', async () => {
    const inner = circle.replaceAll('id="s"', 'id="is"').replaceAll('sourceRef="s"', 'sourceRef="is"');
    const sub = (interrupting: boolean): string =>
      `<startEvent id="s"/>${flow('g1', 's', 'q')}<subProcess id="q">${inner}</subProcess><boundaryEvent id="x" attachedToRef="q" cancelActivity="${interrupting}"><messageEventDefinition messageRef="m"/></boundaryEvent>${flow('g2', 'x', 'e')}<endEvent id="e"/>${flow('g3', 'q', 'e')}`;
    expect(await found(sub(true))).toEqual([]);
    expect(await found(sub(false))).toHaveLength(3);
  });
});

describe('what is not run', () => {
  const waits =
    '<intermediateCatchEvent id="b" name="B"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>';
  test.each<[string, string, RegExp]>([
    [
      'a receive task that starts',
      '<receiveTask id="b" instantiate="true" messageRef="m"/>',
      /error 4 unsupported-attribute b: .*message start event/,
    ],
    [
      'several tokens in',
      '<task id="b" startQuantity="2"/>',
      /error 4 unsupported-attribute b: startQuantity 2 is not supported, only 1/,
    ],
    [
      'several tokens out',
      '<task id="b" completionQuantity="3"/>',
      /error 4 unsupported-attribute b: completionQuantity 3/,
    ],
    [
      'an event for all of several',
      waits.replace('>', ' parallelMultiple="true">'),
      /error 4 unsupported-attribute b: .*several things together/,
    ],
    [
      'events of turns',
      '<task id="b"><multiInstanceLoopCharacteristics behavior="One"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></task>',
      /error 4 unsupported-attribute b: .*behavior="One"/,
    ],
    [
      'an event that waits for nothing',
      '<intermediateCatchEvent id="b"/>',
      /error 4 incomplete-event b: .*nothing that could/,
    ],
    ['a receive task without a message', '<receiveTask id="b"/>', /error 4 incomplete-event b: .*names no message/],
    [
      'an error that does not interrupt',
      `${task('b')}<boundaryEvent id="x" attachedToRef="b" cancelActivity="false"><errorEventDefinition/></boundaryEvent>${flow('f9', 'x', 'e')}`,
      /error \d unsupported-attribute x: an error always ends what it comes from/,
    ],
    ['a task without an action', '<serviceTask id="b"/>', /^warning 4 idle-task b: .*millrace:action/],
    [
      'owners',
      `${task('b').replace('</userTask>', '<potentialOwner><resourceAssignmentExpression><formalExpression>bob</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>')}`,
      /^warning 4 kept-only b: its potential owners/,
    ],
  ])('%s', async (_name, element, expected) => {
    expect((await found(between(element, 'b'))).join('; ')).toMatch(expected);
  });

  test.each([
    ['true', [{ element: 'q', code: 'second-process' }]],
    ['false', [{ element: 'q', code: 'kept-only', severity: 'warning' }]],
  ])('a second pool whose process says isExecutable="%s"', async (executable, told) => {
    const steps = (id: string) =>
      `<startEvent id="${id}s"/>${task(`${id}t`)}<endEvent id="${id}e"/>${flow(`${id}1`, `${id}s`, `${id}t`)}${flow(`${id}2`, `${id}t`, `${id}e`)}`;
    const parsed = await parseRoute(
      `${head}<process id="p" isExecutable="true">${steps('p')}</process><process id="q" isExecutable="${executable}">${steps('q')}</process></definitions>`,
    );
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const compiled = compileRoute(parsed.model, { publishing: true });
    expect('problems' in compiled ? compiled.problems : compiled.warnings).toMatchObject(told);
  });

  test.each([
    '<choreography id="x"><choreographyTask id="y"/></choreography>',
    '<collaboration id="c"><conversation id="x"/></collaboration>',
  ])('another diagram: %s', async (diagram) => {
    const parsed = await parseRoute(`${head}${diagram}<process id="p"><startEvent id="s"/></process></definitions>`);
    const compiled = 'model' in parsed ? compileRoute(parsed.model, { lenient: true }) : parsed;
    expect('problems' in compiled && compiled.problems).toMatchObject([{ element: 'x', code: 'unsupported-diagram' }]);
  });
});
