import { drawRoute } from '../../../test/support/draw-route.js';
import { compileRoute } from '../compile/compile-route.js';
import { parseRoute } from '../model/parse-route.js';
import { readsNumberAtStart } from './first-stretch.js';

async function reads(elements: string): Promise<boolean> {
  const parsed = await parseRoute(drawRoute('drawn', elements));
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const compiled = compileRoute(parsed.model);
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return readsNumberAtStart(compiled.graph);
}

const begin = '<startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="one" />';
const task = (performer: string, id = 'one') =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer='${performer}' /></extensionElements></userTask>`;
const end = (from: string) => `<sequenceFlow id="z${from}" sourceRef="${from}" targetRef="end" /><endEvent id="end" />`;
const choice = (condition: string) => `
  <exclusiveGateway id="one" default="no" />
  <sequenceFlow id="yes" sourceRef="one" targetRef="two"><conditionExpression>${condition}</conditionExpression></sequenceFlow>
  <sequenceFlow id="no" sourceRef="one" targetRef="three" />
  ${task('post("a")', 'two')}${task('post("b")', 'three')}
  <sequenceFlow id="x" sourceRef="two" targetRef="end" /><sequenceFlow id="y" sourceRef="three" targetRef="end" /><endEvent id="end" />`;

describe('readsNumberAtStart', () => {
  it.each([
    ['a task for a post', begin + task('post("a")') + end('one'), false],
    ['a performer found by the number', begin + task('post(document.number)') + end('one'), true],
    ['a condition on a field', begin + choice('card.kind = "a"'), false],
    ['a condition on the number', begin + choice('starts with(document.number, "R")'), true],
    [
      'a condition on the number behind a wait',
      `${begin}${task('post("a")')}<sequenceFlow id="b" sourceRef="one" targetRef="again" />${choice('document.number = "1"').replaceAll('"one"', '"again"')}`,
      false,
    ],
    [
      'a script that reads it',
      `${begin}<scriptTask id="one" scriptFormat="feel"><script>document.number</script></scriptTask>${end('one')}`,
      true,
    ],
    ['a call', `${begin}<callActivity id="one" calledElement="other" />${end('one')}`, true],
  ])('%s: %#', async (_, elements, expected) => {
    expect(await reads(elements)).toBe(expected);
  });
});
