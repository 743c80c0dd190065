import fc from 'fast-check';
import { block, drawnBlock, type Block } from './testing/drawn-blocks.js';
import { parseRoute } from '../model/parse-route.js';
import { compileRoute } from './compile-route.js';

const head = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="defs" targetNamespace="t"><bpmn:message id="m" name="go"/>`;
const flow = (from: string, to: string, condition = '') =>
  `<bpmn:sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}">${condition && `<bpmn:conditionExpression>${condition}</bpmn:conditionExpression>`}</bpmn:sequenceFlow>`;
const chain = (...ids: string[]) =>
  ids
    .slice(1)
    .map((id, index) => flow(ids[index] ?? '', id))
    .join('');
const task = (id: string, outcomes = '') =>
  `<bpmn:userTask id="${id}"><bpmn:extensionElements><millrace:assignment performer="document.author">${outcomes}</millrace:assignment></bpmn:extensionElements></bpmn:userTask>`;
const tasks = (...ids: string[]) => ids.map((id) => task(id)).join('');
const gates = (type: string, ...ids: string[]) => ids.map((id) => `<bpmn:${type}Gateway id="${id}"/>`).join('');
const doing = (id: string, action: string) =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><millrace:action name="${action}"/></bpmn:extensionElements></bpmn:serviceTask>`;
const frame = '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>';
const beside = (id: string, host: string, interrupting = false) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${interrupting}"><bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent>`;
/** Two branches, `a` and `b`, from one gateway to another, and a task `c` behind. */
const between = (split: string, join: string) =>
  `${frame}${gates(split, 'g')}${gates(join, 'j')}${tasks('a', 'b', 'c')}${flow('s', 'g')}${flow('g', 'a', 'x = 1')}${flow('g', 'b', 'x = 2')}${flow('a', 'j')}${flow('b', 'j')}${chain('j', 'c', 'e')}`;

interface Found {
  readonly code: string;
  readonly element: string | null;
  readonly message: string;
}

async function check(body: string, declarations = ''): Promise<Found[]> {
  const parsed = await parseRoute(
    `${head}${declarations}<bpmn:process id="p" isExecutable="true">${body}</bpmn:process></bpmn:definitions>`,
  );
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const compiled = compileRoute(parsed.model, { publishing: true, atOnce: new Set(['set-status']) });
  return 'problems' in compiled ? compiled.problems : compiled.warnings;
}
const codes = async (body: string) =>
  (await check(body))
    .filter(({ code }) => code !== 'unknown-variable')
    .map(({ code, element }) => `${code} ${element}`);

describe('branches and joins of a drawing', () => {
  test.each<[string, string, string[]]>([
    ['parallel to parallel', between('parallel', 'parallel'), []],
    ['parallel to inclusive', between('parallel', 'inclusive'), []],
    ['exclusive to exclusive', between('exclusive', 'exclusive'), []],
    ['exclusive to inclusive', between('exclusive', 'inclusive'), []],
    ['inclusive to inclusive', between('inclusive', 'inclusive'), []],
    ['parallel to exclusive does the rest twice', between('parallel', 'exclusive'), ['unjoined-branches j']],
    ['inclusive to exclusive may do it twice', between('inclusive', 'exclusive'), ['unjoined-choice j']],
    ['exclusive to parallel stands still', between('exclusive', 'parallel'), ['dead-join j']],
    ['inclusive to parallel may stand still', between('inclusive', 'parallel'), ['dead-join j']],
    [
      'branches that meet at a step',
      `${frame}${gates('parallel', 'g')}${tasks('a', 'b', 'c')}${flow('s', 'g')}${flow('g', 'a')}${flow('g', 'b')}${flow('a', 'c')}${flow('b', 'c')}${flow('c', 'e')}`,
      ['unjoined-branches c'],
    ],
    [
      'branches that only end at the same end',
      `${frame}${gates('parallel', 'g')}${gates('exclusive', 'j')}${tasks('a', 'b')}${flow('s', 'g')}${flow('g', 'a')}${flow('g', 'b')}${flow('a', 'j')}${flow('b', 'j')}${flow('j', 'e')}`,
      [],
    ],
    [
      'branches of which two meet before they are joined with the third',
      `${frame}${gates('parallel', 'g', 'j')}${gates('exclusive', 'x')}${tasks('a', 'b', 'c', 'd')}${flow('s', 'g')}${['a', 'b', 'c'].map((id) => flow('g', id)).join('')}${flow('a', 'x')}${flow('b', 'x')}${chain('x', 'd', 'j')}${flow('c', 'j')}${flow('j', 'e')}`,
      ['dead-join j', 'unjoined-branches x'],
    ],
    [
      'in a circle',
      `${frame}${gates('parallel', 'g')}${gates('exclusive', 'i', 'x', 'y')}${tasks('a', 'b', 'c')}${flow('s', 'i')}${flow('i', 'g')}${flow('g', 'a')}${flow('g', 'b')}${flow('a', 'x')}${flow('b', 'x')}${chain('x', 'c', 'y')}${flow('y', 'i', 'x = 1')}${flow('y', 'e', 'x = 2')}`,
      ['unjoined-branches x'],
    ],
    [
      'a branch that goes round to before the split',
      `${frame}${gates('parallel', 'g')}${gates('exclusive', 'i')}${tasks('a', 'b')}${flow('s', 'i')}${flow('i', 'g')}${chain('g', 'a', 'e')}${chain('g', 'b', 'i')}`,
      ['unjoined-branches a'],
    ],
    [
      'a reminder that ends by itself',
      `${frame}${tasks('a', 'b', 'r')}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'b', 'e')}${beside('late', 'a')}${chain('late', 'r', 'e2')}`,
      [],
    ],
    [
      'a reminder that comes back to the main way',
      `${frame}${tasks('a', 'b', 'r')}${chain('s', 'a', 'b', 'e')}${beside('late', 'a')}${chain('late', 'r', 'b')}`,
      ['unjoined-branches b'],
    ],
    [
      'an interruption that comes back to the main way',
      `${frame}${tasks('a', 'b', 'r')}${chain('s', 'a', 'b', 'e')}${beside('late', 'a', true)}${chain('late', 'r', 'b')}`,
      [],
    ],
    [
      'a join that waits for a circle to come round for the first time',
      `${frame}${gates('parallel', 'j')}${gates('exclusive', 'x')}${tasks('a')}${flow('s', 'j')}${chain('j', 'a', 'x')}${flow('x', 'j', 'x = 1')}${flow('x', 'e', 'x = 2')}`,
      ['dead-join j'],
    ],
    [
      'a join beside the main way that stands still',
      `${frame}${gates('exclusive', 'x')}${gates('parallel', 'j')}${tasks('a', 'b', 'c')}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'e')}${beside('late', 'a')}${flow('late', 'x')}${flow('x', 'b', 'x = 1')}${flow('x', 'c', 'x = 2')}${flow('b', 'j')}${flow('c', 'j')}${flow('j', 'e2')}`,
      ['dead-join j'],
    ],
    [
      'a circle through a sub-process in which nothing waits',
      `${frame}${gates('exclusive', 'i', 'x')}<bpmn:subProcess id="q"><bpmn:startEvent id="qs"/><bpmn:task id="qt"/><bpmn:endEvent id="qe"/>${chain('qs', 'qt', 'qe')}</bpmn:subProcess>${chain('s', 'i', 'q', 'x')}${flow('x', 'i', 'x = 1')}${flow('x', 'e', 'x = 2')}`,
      ['endless-loop i'],
    ],
    [
      'a circle over a link',
      `${frame}${gates('exclusive', 'i', 'x')}<bpmn:intermediateThrowEvent id="t"><bpmn:linkEventDefinition name="back"/></bpmn:intermediateThrowEvent><bpmn:intermediateCatchEvent id="c"><bpmn:linkEventDefinition name="back"/></bpmn:intermediateCatchEvent>${chain('s', 'i', 'x')}${flow('x', 't', 'x = 1')}${flow('x', 'e', 'x = 2')}${flow('c', 'i')}`,
      ['endless-loop i'],
    ],
    [
      'a circle through a transaction in which nothing waits',
      `${frame}${gates('exclusive', 'i', 'x')}<bpmn:transaction id="q"><bpmn:startEvent id="qs"/><bpmn:task id="qt"/><bpmn:endEvent id="qe"/>${chain('qs', 'qt', 'qe')}</bpmn:transaction>${chain('s', 'i', 'q', 'x')}${flow('x', 'i', 'x = 1')}${flow('x', 'e', 'x = 2')}`,
      ['endless-loop i'],
    ],
    [
      'a circle through an action that is done at once',
      `${frame}${gates('exclusive', 'i', 'x')}${doing('q', 'set-status')}${chain('s', 'i', 'q', 'x')}${flow('x', 'i', 'x = 1')}${flow('x', 'e', 'x = 2')}`,
      ['endless-loop i'],
    ],
    [
      'a circle through an action that takes its time',
      `${frame}${gates('exclusive', 'i', 'x')}${doing('q', 'generate-document')}${chain('s', 'i', 'q', 'x')}${flow('x', 'i', 'x = 1')}${flow('x', 'e', 'x = 2')}`,
      [],
    ],
    [
      'a way whose condition is never true',
      `${frame}${gates('exclusive', 'x')}${tasks('a')}<bpmn:endEvent id="e2"/>${flow('s', 'x')}${flow('x', 'a', '1 = 2')}${flow('x', 'e', 'x = 1')}${flow('a', 'e2')}`,
      ['never-taken x_a'],
    ],
    [
      'a way behind one that is always taken',
      `${frame}${gates('exclusive', 'x')}${tasks('a')}<bpmn:endEvent id="e2"/>${flow('s', 'x')}${flow('x', 'e', 'true')}${flow('x', 'a', 'x = 1')}${flow('a', 'e2')}`,
      ['never-taken x_a'],
    ],
  ])('%s', async (_name, body, expected) => expect((await codes(body)).sort()).toEqual(expected));

  test('two inclusive joins that wait for each other', async () => {
    const ways = (from: string, ...to: string[]) => to.map((id, index) => flow(from, id, `x = ${index}`)).join('');
    const body = `${frame}${gates('inclusive', 'g', 'j', 'k')}${gates('exclusive', 'v', 'w')}${tasks('a', 'b', 'c', 'd')}${flow('s', 'g')}${ways('g', 'a', 'b')}${flow('a', 'j')}${flow('b', 'k')}${flow('j', 'v')}${flow('k', 'w')}${ways('v', 'c', 'e')}${ways('w', 'd', 'e')}${flow('c', 'k')}${flow('d', 'j')}`;
    expect((await codes(body)).filter((found) => found.startsWith('dead-join'))).toEqual([
      'dead-join j',
      'dead-join k',
    ]);
  });

  test('the ids of the split, of the branches and of the place where they meet are told', async () => {
    const [found] = await check(between('parallel', 'exclusive'));
    expect(found).toMatchObject({ code: 'unjoined-branches', element: 'j' });
    expect(found?.message).toMatch(
      /^"g" begins several ways at once, and they meet here unjoined \(from "[ab]" and "[ab]"\)/,
    );
  });

  test('an outcome that the step before does not have', async () => {
    const outcomes = '<millrace:outcome key="approve"/><millrace:outcome key="reject"/>';
    const decided = (condition: string, more = '') =>
      `${frame}${gates('exclusive', 'x')}${task('a', outcomes)}${tasks('b')}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'x')}${flow('x', 'e', `outcome = "reject"`)}${flow('x', 'b', condition)}${flow('b', 'e2')}${more}`;
    expect(await codes(decided('outcome = "approve"'))).toEqual([]);
    const [found] = await check(decided('outcome = "aprove"'));
    expect(found).toMatchObject({
      code: 'unknown-outcome',
      element: 'x_b',
      message: 'no step just before has the outcome "aprove"; did you mean "approve"?',
    });
    expect(
      await codes(decided('outcome = "aprove"', `${tasks('c')}${beside('late', 'b', true)}${chain('late', 'c', 'x')}`)),
    ).toEqual([]);
  });
});

describe('random drawings', () => {
  const about = new Set([
    'unjoined-branches',
    'unjoined-choice',
    'dead-join',
    'endless-loop',
    'unreachable',
    'no-end',
    'no-way-on',
  ]);
  const found = async (drawn: Block) => {
    const { elements, declarations } = drawnBlock(drawn);
    return (await check(elements, declarations)).map(({ code }) => code).filter((code) => about.has(code));
  };

  test('that are sound never raise an alarm', async () => {
    await fc.assert(
      fc.asyncProperty(block, async (shape) => expect(await found(shape)).toEqual([])),
      { numRuns: 400, seed: 20260201 },
    );
  }, 60_000);

  test('with branches that are joined by another gateway than split them always raise it', async () => {
    const crossings = [
      ['parallel', 'exclusive', 'unjoined-branches'],
      ['inclusive', 'exclusive', 'unjoined-choice'],
      ['exclusive', 'parallel', 'dead-join'],
      ['inclusive', 'parallel', 'dead-join'],
    ] as const;
    const around = fc.array(
      fc.constantFrom('sequence', 'parallel', 'choice', 'inclusive', 'sub', 'many', 'loop', 'timed', 'reminded'),
      { maxLength: 3 },
    );
    const leaves = fc.array(
      fc.constantFrom<Block>({ kind: 'task' }, { kind: 'pass' }, { kind: 'sub', inner: { kind: 'task' } }),
      {
        minLength: 2,
        maxLength: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...crossings), leaves, around, async ([split, join, code], parts, kinds) => {
        const crossed: Block = { kind: 'crossed', split: `${split}Gateway`, join: `${join}Gateway`, parts };
        const whole = kinds.reduce<Block>(
          (inner, kind) =>
            kind === 'choice'
              ? { kind, parts: [inner, { kind: 'task' }], take: 0 }
              : kind === 'sequence' || kind === 'parallel' || kind === 'inclusive'
                ? { kind, parts: [{ kind: 'task' }, inner] }
                : { kind, inner },
          { kind: 'sequence', parts: [crossed, { kind: 'task' }] },
        );
        expect(await found(whole)).toContain(code);
      }),
      { numRuns: 200, seed: 20260202 },
    );
  }, 60_000);
});
