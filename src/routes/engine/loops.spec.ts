import { chain, end, graphOf, Play, play, start, task } from './testing/play.js';

const approvals = (marker: string, completion = ''): string =>
  `<bpmn:userTask id="a" name="Approve"><bpmn:extensionElements><millrace:assignment performer="approver"><millrace:outcome key="yes"/><millrace:outcome key="no"/></millrace:assignment></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics ${marker}>${completion === '' ? '' : `<bpmn:completionCondition>${completion}</bpmn:completionCondition>`}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>`;
const over = 'millrace:collection="people" millrace:item="approver" millrace:collect="outcome" millrace:into="votes"';
const body = (activity: string): string => `${start}${activity}${end}${chain('s', 'a', 'e')}`;
const people = { people: ['ann', 'bob', 'cid'] };

describe('multi-instance', () => {
  test('all at once: each person has their own assignment, the votes are collected', async () => {
    const run = await play(body(approvals(over)));
    run.send({ type: 'start', variables: people });
    expect(run.commands).toMatchObject([{ item: 'ann', scope: { approver: 'ann' } }, { item: 'bob' }, { item: 'cid' }]);
    run.complete('a', { outcome: 'yes' }).complete('a', { outcome: 'no' });
    expect(run.state.status).toBe('active');
    run.complete('a', { outcome: 'yes' });
    expect(run.state).toMatchObject({ status: 'finished', variables: { votes: ['yes', 'no', 'yes'] } });
  });

  test('in turn', async () => {
    const run = await play(body(approvals(`isSequential="true" ${over}`)));
    run.send({ type: 'start', variables: people });
    expect(run.commands).toMatchObject([{ type: 'issue-assignment', item: 'ann' }]);
    run.complete('a', { outcome: 'yes' });
    expect(run.commands).toMatchObject([{ type: 'issue-assignment', item: 'bob' }]);
    run.complete('a', { outcome: 'yes' }).complete('a', { outcome: 'yes' });
    expect(run.state.status).toBe('finished');
  });

  test.each<[string, string, string[], string]>([
    ['any', 'nrOfCompletedInstances >= 1', ['yes'], 'finished'],
    ['majority', 'count(votes[item = "yes"]) > nrOfInstances / 2', ['yes', 'yes'], 'finished'],
    ['majority, not yet', 'count(votes[item = "yes"]) > nrOfInstances / 2', ['yes', 'no'], 'active'],
    ['veto', 'list contains(votes, "no")', ['no'], 'finished'],
    ['veto, none', 'list contains(votes, "no")', ['yes', 'yes'], 'active'],
  ])('%s', async (_name, completion, votes, status) => {
    const run = await play(body(approvals(over, completion)));
    run.send({ type: 'start', variables: people });
    for (const outcome of votes) run.complete('a', { outcome });
    expect(run.state.status).toBe(status);
    if (status === 'finished')
      expect(run.types().filter((type) => type === 'withdraw-assignment')).toHaveLength(3 - votes.length);
  });

  test('the turns are one round together, however many decide; coming back begins the next, up to the limit', async () => {
    const limited = approvals(over).replace('performer="approver"', 'performer="approver" limitRounds="2"');
    const caught = `<bpmn:boundaryEvent id="x" attachedToRef="a"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>${task('c')}${chain('x', 'c', 'e')}`;
    const run = await play(`${start}${limited}${task('b')}${end}${caught}${chain('s', 'a', 'b', 'a')}`);
    const rounds = () => run.commands.flatMap((one) => (one.type === 'issue-assignment' ? [one.round] : []));
    run.send({ type: 'start', variables: people });
    expect(rounds()).toEqual([1, 1, 1]);
    run.complete('a', { outcome: 'yes' }).complete('a', { outcome: 'no' }).complete('a', { outcome: 'no' });
    expect(run.state.steps).toMatchObject({ a: { round: 1 } });
    run.complete('b');
    expect(rounds()).toEqual([2, 2, 2]);
    run.complete('a', { outcome: 'yes' }).complete('a', { outcome: 'no' }).complete('a', { outcome: 'no' });
    expect(run.state.steps).toMatchObject({ a: { round: 2 }, b: { round: 1 } });
    run.complete('b');
    expect(run.open).toEqual(['c']);
  });

  test('in turn, the turns are one round as well', async () => {
    const run = await play(body(approvals(`isSequential="true" ${over}`)));
    run.send({ type: 'start', variables: people });
    run.complete('a', { outcome: 'yes' }).complete('a', { outcome: 'yes' });
    expect(run.commands).toMatchObject([{ type: 'issue-assignment', item: 'cid', round: 1 }]);
    expect(run.state.steps).toMatchObject({ a: { round: 1 } });
  });

  test('nobody in the list: nothing to do; no list: an incident', async () => {
    const none = await play(body(approvals(over)));
    none.send({ type: 'start', variables: { people: [] } });
    expect(none.state).toMatchObject({ status: 'finished', variables: { votes: [] } });
    const wrong = await play(body(approvals(over)));
    wrong.send({ type: 'start', variables: { people: 'ann' } });
    const [incident] = Object.values(wrong.state.incidents);
    expect(incident).toMatchObject({ element: 'a', code: 'loop-failed' });
    wrong.send({ type: 'retry', incident: incident?.id, variables: { people: ['ann'] } });
    expect(wrong.types()).toEqual(['clear-incident', 'issue-assignment']);
  });

  test('a sub-process per item, with variables of its own', async () => {
    const inner = `<bpmn:subProcess id="a"><bpmn:multiInstanceLoopCharacteristics millrace:collection="people" millrace:item="who"/><bpmn:startEvent id="is"/>${task('t')}<bpmn:endEvent id="ie"/>${chain('is', 't', 'ie')}</bpmn:subProcess>`;
    const run = await play(body(inner));
    run.send({ type: 'start', variables: people });
    expect(run.commands).toMatchObject([
      { scope: { who: 'ann' } },
      { scope: { who: 'bob' } },
      { scope: { who: 'cid' } },
    ]);
    run.complete('t').complete('t').complete('t');
    expect(run.state).toMatchObject({ status: 'finished', instances: {} });
  });

  test('interrupted as a whole by a boundary event', async () => {
    const late = `<bpmn:boundaryEvent id="b" attachedToRef="a"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="e2"/>${chain('b', 'e2')}`;
    const run = await play(body(approvals(over)) + late);
    run.send({ type: 'start', variables: people });
    expect(run.all.filter(({ type }) => type === 'set-timer')).toHaveLength(1);
    run.send({ type: 'timer', timer: Object.keys(run.state.timers)[0] });
    expect(run.types()).toEqual(['withdraw-assignment', 'withdraw-assignment', 'withdraw-assignment', 'finish']);
  });
});

describe('standard loop', () => {
  const loop = (attributes: string): string =>
    `<bpmn:userTask id="a"><bpmn:extensionElements><millrace:assignment performer='post("x")'/></bpmn:extensionElements><bpmn:standardLoopCharacteristics ${attributes}><bpmn:loopCondition>again</bpmn:loopCondition></bpmn:standardLoopCharacteristics></bpmn:userTask>`;

  test('repeats while the condition holds', async () => {
    const run = await play(body(loop('')));
    run.send({ type: 'start', variables: { again: true } }).complete('a');
    expect(run.open).toEqual(['a']);
    run.complete('a', { variables: { again: false } });
    expect(run.state.status).toBe('finished');
  });

  test('tests first where told so, and stops at the maximum', async () => {
    const before = await play(body(loop('testBefore="true"')));
    before.send({ type: 'start', variables: { again: false } });
    expect(before.state.status).toBe('finished');
    const most = await play(body(loop('loopMaximum="2"')));
    most
      .send({ type: 'start', variables: { again: true } })
      .complete('a')
      .complete('a');
    expect(most.state.status).toBe('finished');
  });
});

describe('ad-hoc sub-process', () => {
  const adHoc = (completion: string): string =>
    `${start}<bpmn:adHocSubProcess id="a">${task('x')}${task('y')}${completion}</bpmn:adHocSubProcess>${end}${chain('s', 'a', 'e')}`;

  test('its tasks are begun at will, as often as wanted', async () => {
    const run = await play(adHoc('<bpmn:completionCondition>done = true</bpmn:completionCondition>'));
    run.send({ type: 'start', variables: { done: false } });
    expect(run.open).toEqual(['a']);
    const instance = run.instanceAt('a');
    expect(run.refusal({ type: 'activate', instance, element: 'e' })).toBe('unknown-element');
    run.send({ type: 'activate', instance, element: 'x' }).send({ type: 'activate', instance, element: 'x' });
    run.complete('x').complete('x');
    expect(run.state.status).toBe('active');
    run.send({ type: 'activate', instance, element: 'y' }).complete('y', { variables: { done: true } });
    expect(run.state.status).toBe('finished');
  });

  test('takes back what is open in it when its condition has come true, or waits for it, as drawn', async () => {
    const ends = async (remaining: string): Promise<Play> => {
      const run = await play(
        adHoc('<bpmn:completionCondition>done = true</bpmn:completionCondition>').replace(
          'id="a"',
          `id="a" ${remaining}`,
        ),
      );
      run.send({ type: 'start', variables: { done: false } });
      const instance = run.instanceAt('a');
      run.send({ type: 'activate', instance, element: 'x' }).send({ type: 'activate', instance, element: 'y' });
      return run.complete('y', { variables: { done: true } });
    };
    const cancelling = await ends('');
    expect(cancelling.types()).toEqual(['withdraw-assignment', 'finish']);
    const awaiting = await ends('cancelRemainingInstances="false"');
    expect(awaiting.open).toEqual(['x']);
    expect(awaiting.refusal({ type: 'activate', instance: 'i3', element: 'y' })).toBe('not-waiting');
    expect(awaiting.complete('x').state.status).toBe('finished');
  });

  test('may be closed by hand', async () => {
    const run = await play(adHoc('<bpmn:completionCondition>false</bpmn:completionCondition>'));
    run.send({ type: 'start' });
    const instance = run.instanceAt('a');
    run.send({ type: 'activate', instance, element: 'x' }).send({ type: 'complete', instance });
    expect(run.types()).toEqual(['withdraw-assignment', 'finish']);
  });
});

describe('repair', () => {
  test('an administrator moves a run from one step to another', async () => {
    const run = await play(`${start}${task('a')}${task('b')}${end}${chain('s', 'a', 'b', 'e')}`);
    run.send({ type: 'start' });
    const instance = run.instanceAt('a');
    expect(run.refusal({ type: 'move', instance, to: 'nowhere' })).toBe('unknown-element');
    run.send({ type: 'move', instance, to: 'b' });
    expect(run.types()).toEqual(['withdraw-assignment', 'issue-assignment']);
    expect(run.trail).toContain('moved b');
  });

  test('nobody to assign is an incident, and retry issues the assignment again', async () => {
    const run = await play(`${start}${task('a')}${end}${chain('s', 'a', 'e')}`);
    run.send({ type: 'start' });
    run.send({ type: 'resolve-failed', instance: run.instanceAt('a'), message: 'no lawyer' });
    const [incident] = Object.values(run.state.incidents);
    expect(incident).toMatchObject({ code: 'nobody-to-assign', message: 'no lawyer' });
    run.send({ type: 'retry', incident: incident?.id });
    expect(run.types()).toEqual(['clear-incident', 'issue-assignment']);
    expect(run.refusal({ type: 'retry', incident: incident?.id })).toBe('unknown-incident');
  });

  test('a circle without a wait is stopped and shown', async () => {
    const script =
      '<bpmn:scriptTask id="x" scriptFormat="feel" millrace:resultVariable="n"><bpmn:script>n + 1</bpmn:script></bpmn:scriptTask>';
    const main = await graphOf(
      `${start}${script}${chain('s', 'x')}<bpmn:sequenceFlow id="back" sourceRef="x" targetRef="x"/>`,
      '',
      true,
    );
    const run = new Play({ main, called: new Map() });
    run.send({ type: 'start', variables: { n: 0 } });
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'x', code: 'endless-loop' }]);
  });
});
