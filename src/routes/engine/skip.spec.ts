import { chain, end, flow, play, start, task } from './testing/play.js';

const outcomes = ['approve', 'reject']
  .map((key) => `<millrace:outcome key="${key}"><millrace:label lang="en">${key}</millrace:label></millrace:outcome>`)
  .join('');
const optional = (id: string, inner = ''): string =>
  `<bpmn:userTask id="${id}" name="${id}"><bpmn:extensionElements><millrace:assignment performer='post("x")' skippable="true">${outcomes}</millrace:assignment></bpmn:extensionElements>${inner}</bpmn:userTask>`;

describe('skipping a task', () => {
  const body = `${start}${task('a', outcomes)}${optional('b')}<bpmn:exclusiveGateway id="g" default="no"/>${task('c')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'b', 'g')}${flow('yes', 'g', 'c', 'outcome = "approve"')}${flow('no', 'g', 'e2')}${chain('c', 'e')}`;

  test('ends it without an outcome; the outcome of an earlier task does not stand in for it', async () => {
    const run = await play(body);
    run.send({ type: 'start' }).complete('a', { outcome: 'approve' });
    run.send({ type: 'skip', instance: run.instanceAt('b'), comment: 'not needed this time', performer: { id: '1' } });
    expect(run.state).toMatchObject({
      status: 'finished',
      steps: { b: { outcome: null, comment: 'not needed this time', performer: { id: '1' }, round: 1 } },
    });
    expect(run.trail).toContain('taken no');
    expect(run.entries).toContainEqual(
      expect.objectContaining({ event: 'completed', element: 'b', detail: 'skipped' }),
    );
    expect(run.types()).toEqual(['finish']);
  });

  test('is refused where the task has to be done, and where it is not a task', async () => {
    const run = await play(body);
    run.send({ type: 'start' });
    expect(run.refusal({ type: 'skip', instance: run.instanceAt('a') })).toBe('not-skippable');
    expect(run.refusal({ type: 'skip', instance: 'i1' })).toBe('not-waiting');
    expect(run.refusal({ type: 'skip', instance: 'i99' })).toBe('unknown-instance');
    expect(run.open).toEqual(['a']);
  });

  test('one turn of several is skipped alone, and gives no vote', async () => {
    const many =
      '<bpmn:multiInstanceLoopCharacteristics millrace:collection="people" millrace:item="who" millrace:collect="outcome" millrace:into="votes"/>';
    const run = await play(`${start}${task('a', outcomes)}${optional('b', many)}${end}${chain('s', 'a', 'b', 'e')}`);
    run.send({ type: 'start', variables: { people: ['x', 'y'] } }).complete('a', { outcome: 'approve' });
    const container = Object.values(run.state.instances).find(({ loop }) => loop)?.id;
    expect(run.refusal({ type: 'skip', instance: container })).toBe('not-waiting');
    run.send({ type: 'skip', instance: run.instanceAt('b') }).complete('b', { outcome: 'reject' });
    expect(run.state).toMatchObject({ status: 'finished', variables: { votes: [null, 'reject'] } });
  });
});
