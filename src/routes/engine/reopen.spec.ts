import { chain, end, flow, graphOf, Play, play, start, task } from './testing/play.js';

const outcomes = '<millrace:outcome key="yes"/><millrace:outcome key="no"/>';
const ann = { id: 'ann' };
const boundary = (id: string, host: string, definition: string, interrupting = true): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${interrupting}">${definition}</bpmn:boundaryEvent>`;
const hour = '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';

/** legal decides, then the boss; a refusal of either goes to the author, who sends it round again. */
const sequence = `${start}${task('legal', outcomes)}<bpmn:exclusiveGateway id="g" default="back"/>${task('boss', outcomes)}<bpmn:exclusiveGateway id="g2" default="back2"/>${task('mend')}${end}${chain('s', 'legal', 'g')}${flow('ok', 'g', 'boss', 'outcome = "yes"')}${flow('back', 'g', 'mend')}${chain('boss', 'g2')}${flow('ok2', 'g2', 'e', 'outcome = "yes"')}${flow('back2', 'g2', 'mend')}${chain('mend', 'legal')}`;
const root = 'i1';
const reopen = (element: string, more: Record<string, unknown> = {}) => ({
  type: 'reopen',
  container: root,
  element,
  outcome: 'yes',
  performer: ann,
  ...more,
});

describe('a lapsed decision', () => {
  const begun = async (): Promise<Play> => {
    const run = await play(sequence);
    return run.send({ type: 'start' }).complete('legal', { outcome: 'yes', performer: ann });
  };

  test('is asked for again; what comes after it goes on only when it is confirmed', async () => {
    const run = await begun();
    run.send(reopen('legal'));
    expect(run.commands).toMatchObject([
      { type: 'issue-assignment', element: 'legal', round: 1, again: { performer: ann } },
    ]);
    expect(run.open).toEqual(['boss', 'legal']);
    run.complete('boss', { outcome: 'yes' });
    expect(run.commands).toEqual([]);
    expect(run.state).toMatchObject({
      status: 'active',
      instances: { [root]: { parked: [{ flow: 'boss_g2', outcome: 'yes' }] } },
    });
    run.complete('legal', { outcome: 'yes', performer: ann, comment: 'still fine' });
    expect(run.types()).toEqual(['finish']);
    expect(run.state).toMatchObject({ status: 'finished', steps: { legal: { comment: 'still fine', round: 1 } } });
    expect(run.trail.filter((entry) => /(completed|confirmed|reopened) (legal|boss)/.test(entry))).toEqual([
      'completed legal',
      'reopened legal',
      'completed boss',
      'confirmed legal',
    ]);
  });

  test('confirmed while the next still waits leaves everything as it is', async () => {
    const run = await begun();
    run.send(reopen('legal')).complete('legal', { outcome: 'yes', performer: ann });
    expect(run.commands).toEqual([]);
    expect(run.open).toEqual(['boss']);
    run.complete('boss', { outcome: 'yes' });
    expect(run.state.status).toBe('finished');
  });

  test.each([false, true])(
    'decided otherwise: the route goes on from it (the next has decided: %s)',
    async (decided) => {
      const run = await begun();
      run.send(reopen('legal'));
      if (decided) run.complete('boss', { outcome: 'yes' });
      run.complete('legal', { outcome: 'no', performer: ann });
      expect(run.types()).toEqual(decided ? ['issue-assignment'] : ['withdraw-assignment', 'issue-assignment']);
      expect(run.open).toEqual(['mend']);
      expect(run.state.instances[root]).not.toHaveProperty('parked');
      run.complete('mend');
      expect(run.commands).toMatchObject([{ element: 'legal', round: 2 }]);
      run.complete('legal', { outcome: 'yes' }).complete('boss', { outcome: 'yes' });
      expect(run.state).toMatchObject({ status: 'finished', instances: {} });
    },
  );

  test('decided otherwise when the route has come round to before it: it goes on from it, not from there', async () => {
    const body = `${start}<bpmn:exclusiveGateway id="m"/>${task('work')}${task('check', outcomes)}<bpmn:exclusiveGateway id="g" default="out"/>${end}${chain('s', 'm', 'work', 'check', 'g')}${flow('again', 'g', 'm', 'again')}${flow('out', 'g', 'e')}`;
    const run = await play(body);
    run
      .send({ type: 'start', variables: { again: true } })
      .complete('work')
      .complete('check', { outcome: 'yes' });
    expect(run.open).toEqual(['work']);
    run.send(reopen('check')).complete('check', { outcome: 'no', variables: { again: false } });
    expect(run.types()).toEqual(['withdraw-assignment', 'finish']);
  });

  test('is refused where it makes no sense', async () => {
    const run = await begun();
    expect(run.refusal(reopen('legal', { container: 'i99' }))).toBe('unknown-instance');
    expect(run.refusal(reopen('g'))).toBe('unknown-element');
    expect(run.refusal(reopen('nowhere'))).toBe('unknown-element');
    expect(run.refusal(reopen('legal', { turn: 1 }))).toBe('unknown-instance');
    expect(run.refusal(reopen('mend'))).toBe('not-waiting');
    expect(run.refusal(reopen('boss'))).toBe('already-asked');
    run.send(reopen('legal'));
    expect(run.refusal(reopen('legal'))).toBe('already-asked');
    expect(run.refusal({ type: 'move', instance: run.instanceAt('legal'), to: 'mend' })).toBe('unknown-instance');
    run.send({ type: 'cancel', reason: 'over' });
    expect(run.types()).toEqual(['withdraw-assignment', 'withdraw-assignment', 'finish']);
    expect(run.refusal(reopen('legal'))).toBe('run-ended');
  });

  test('that cannot be asked for is an incident; retry asks the same person again', async () => {
    const run = await begun();
    run.send(reopen('legal'));
    run.send({ type: 'resolve-failed', instance: run.instanceAt('legal'), message: 'has left' });
    run.send({ type: 'retry', incident: Object.keys(run.state.incidents)[0] });
    expect(run.commands).toMatchObject([{ type: 'clear-incident' }, { again: { performer: ann } }]);
  });

  test('passed over, it stands as it was taken', async () => {
    const optional = sequence.replace(`performer='post("x")'`, `performer='post("x")' skippable="true"`);
    const run = await play(optional);
    run.send({ type: 'start' }).complete('legal', { outcome: 'yes', performer: ann }).send(reopen('legal'));
    run.complete('boss', { outcome: 'yes' }).send({ type: 'skip', instance: run.instanceAt('legal') });
    expect(run.state).toMatchObject({ status: 'finished', steps: { legal: { outcome: 'yes', performer: ann } } });
  });

  test('has no boundary events of its own, but an error of it goes on from there alone', async () => {
    const body = `${start}${task('a', outcomes)}${boundary('late', 'a', hour, false)}${boundary('bad', 'a', '<bpmn:errorEventDefinition/>')}${task('b')}${task('r')}${task('x')}${end}<bpmn:endEvent id="e2"/><bpmn:endEvent id="e3"/>${chain('s', 'a', 'b', 'e')}${chain('late', 'r', 'e2')}${chain('bad', 'x', 'e3')}`;
    const run = await play(body);
    run.send({ type: 'start' }).complete('a', { outcome: 'yes' }).send(reopen('a'));
    expect(run.types()).toEqual(['issue-assignment']);
    expect(run.state.timers).toEqual({});
    run.send({ type: 'task-error', instance: run.instanceAt('a'), code: 'FAILED' });
    expect(run.open).toEqual(['x']);
    run.complete('x');
    expect(run.state.status).toBe('finished');
  });

  test('in a called route is asked for there', async () => {
    const inner = await graphOf(sequence);
    const main = await graphOf(
      `${start}<bpmn:callActivity id="call" calledElement="sales/inner"/>${end}${chain('s', 'call', 'e')}`,
    );
    const run = new Play({ main, called: new Map([['sales/inner', inner]]) });
    run.send({ type: 'start' }).complete('legal', { outcome: 'yes' });
    const container = Object.values(run.state.instances).find(({ isolated }) => isolated)?.id;
    run.send(reopen('legal', { container }));
    expect(run.commands).toMatchObject([{ route: 'sales/inner', round: 1, again: { performer: ann } }]);
    run.complete('boss', { outcome: 'yes' });
    expect(run.state.status).toBe('active');
    run.complete('legal', { outcome: 'yes' });
    expect(run.state.status).toBe('finished');
  });
});

describe('several lapsed decisions', () => {
  /** legal and money decide at once; only both together go on to the boss. */
  const both = `${start}<bpmn:parallelGateway id="f"/>${task('legal', outcomes)}${task('money', outcomes)}<bpmn:parallelGateway id="j"/><bpmn:exclusiveGateway id="g" default="back"/>${task('boss')}${task('mend')}<bpmn:exclusiveGateway id="m"/>${end}${chain('s', 'm', 'f', 'legal', 'j', 'g')}${chain('f', 'money', 'j')}${flow('ok', 'g', 'boss', 'steps.legal.outcome = "yes" and steps.money.outcome = "yes"')}${flow('back', 'g', 'mend')}${chain('boss', 'e')}${chain('mend', 'm')}`;
  const decided = async (): Promise<Play> => {
    const run = await play(both);
    run.send({ type: 'start' }).complete('legal', { outcome: 'yes' }).complete('money', { outcome: 'yes' });
    return run.send(reopen('legal')).send(reopen('money'));
  };

  test('are all waited for', async () => {
    const run = await decided();
    run.complete('boss').complete('money', { outcome: 'yes' });
    expect(run.state.status).toBe('active');
    run.complete('legal', { outcome: 'yes' });
    expect(run.state.status).toBe('finished');
  });

  test('one otherwise: the join goes on once more, when the other is confirmed as well', async () => {
    const run = await decided();
    run.complete('legal', { outcome: 'no' });
    expect(run.types()).toEqual(['withdraw-assignment']);
    expect(run.open).toEqual(['money']);
    run.complete('money', { outcome: 'yes' });
    expect(run.open).toEqual(['mend']);
    run.complete('mend');
    expect(run.commands).toMatchObject([
      { element: 'legal', round: 2 },
      { element: 'money', round: 2 },
    ]);
    run.complete('money', { outcome: 'yes' }).complete('legal', { outcome: 'yes' }).complete('boss');
    expect(run.state).toMatchObject({ status: 'finished', instances: {} });
  });

  test('both otherwise', async () => {
    const run = await decided();
    run.complete('legal', { outcome: 'no' }).complete('money', { outcome: 'no' });
    expect(run.open).toEqual(['mend']);
  });

  test('one otherwise while the other branch has not decided yet: that one is still asked', async () => {
    const run = await play(both);
    run.send({ type: 'start' }).complete('legal', { outcome: 'yes' }).send(reopen('legal'));
    run.complete('legal', { outcome: 'no' });
    expect(run.open).toEqual(['money']);
    run.complete('money', { outcome: 'yes' });
    expect(run.open).toEqual(['mend']);
  });

  test('one after the other: the later is withdrawn with what follows the earlier', async () => {
    const run = await play(
      sequence
        .replace(chain('mend', 'legal'), `${task('pay')}${chain('mend', 'legal')}`)
        .replace('targetRef="e"', 'targetRef="pay"')
        .concat(chain('pay', 'e')),
    );
    run.send({ type: 'start' }).complete('legal', { outcome: 'yes' }).complete('boss', { outcome: 'yes' });
    run.send(reopen('legal')).send(reopen('boss')).complete('legal', { outcome: 'no' });
    expect(run.types()).toEqual(['withdraw-assignment', 'withdraw-assignment', 'issue-assignment']);
    expect(run.open).toEqual(['mend']);
  });

  test('the later otherwise: the earlier is waited for all the same', async () => {
    const run = await play(
      sequence
        .replace(chain('mend', 'legal'), `${task('pay')}${chain('mend', 'legal')}`)
        .replace('targetRef="e"', 'targetRef="pay"')
        .concat(chain('pay', 'e')),
    );
    run.send({ type: 'start' }).complete('legal', { outcome: 'yes' }).complete('boss', { outcome: 'yes' });
    run.send(reopen('legal')).send(reopen('boss')).complete('boss', { outcome: 'no' });
    expect(run.open).toEqual(['legal']);
    run.complete('legal', { outcome: 'yes' });
    expect(run.open).toEqual(['mend']);
  });
});

describe('what ends a scope ends its confirmations', () => {
  const inner = `<bpmn:subProcess id="p1"><bpmn:startEvent id="is"/>${task('a', outcomes)}${task('b')}<bpmn:endEvent id="ie"><bpmn:terminateEventDefinition/></bpmn:endEvent>${chain('is', 'a', 'b', 'ie')}</bpmn:subProcess>`;
  const begun = async (): Promise<Play> => {
    const run = await play(
      `${start}${inner}${boundary('late', 'p1', hour)}${task('x')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'p1', 'e')}${chain('late', 'x', 'e2')}`,
    );
    run.send({ type: 'start' }).complete('a', { outcome: 'yes' });
    const container = Object.values(run.state.instances).find(({ element }) => element === 'p1')?.id;
    return run.send(reopen('a', { container })).complete('b');
  };

  test('an interrupting boundary event', async () => {
    const run = await begun();
    run.send({ type: 'timer', timer: Object.keys(run.state.timers)[0] });
    expect(run.open).toEqual(['x']);
    run.complete('x');
    expect(run.state).toMatchObject({ status: 'finished', instances: {} });
  });

  test('a terminate event that was held back', async () => {
    const run = await begun();
    run.complete('a', { outcome: 'yes' });
    expect(run.state).toMatchObject({ status: 'finished', instances: {} });
  });

  test('an event sub-process that interrupts', async () => {
    const declarations = '<bpmn:message id="m" name="stop"/>';
    const handler = `<bpmn:subProcess id="ev" triggeredByEvent="true"><bpmn:startEvent id="evs"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>${task('x')}<bpmn:endEvent id="eve"/>${chain('evs', 'x', 'eve')}</bpmn:subProcess>`;
    const run = await play(sequence + handler, {}, declarations);
    run.send({ type: 'start' }).complete('legal', { outcome: 'yes' }).send(reopen('legal'));
    run.complete('boss', { outcome: 'yes' }).send({ type: 'message', name: 'stop' });
    expect(run.open).toEqual(['x']);
    expect(run.refusal(reopen('legal'))).toBe('unknown-instance');
    run.complete('x');
    expect(run.state).toMatchObject({ status: 'finished', instances: {} });
  });
});
