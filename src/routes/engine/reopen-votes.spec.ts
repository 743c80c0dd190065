import { chain, end, flow, play, start, task } from './testing/play.js';
import type { Play } from './testing/play.js';

const outcomes = '<millrace:outcome key="yes"/><millrace:outcome key="no"/>';
const ann = { id: 'ann' };
const reopen = (element: string, more: Record<string, unknown> = {}) => ({
  type: 'reopen',
  container: 'i1',
  element,
  outcome: 'yes',
  performer: ann,
  ...more,
});

describe('a lapsed vote', () => {
  const votes = (marker: string, completion: string, collect: string): string =>
    `${start}<bpmn:userTask id="a"><bpmn:extensionElements><millrace:assignment performer="approver">${outcomes}</millrace:assignment></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics ${marker} millrace:collection="people" millrace:item="approver" millrace:collect='${collect}' millrace:into="votes">${completion && `<bpmn:completionCondition>${completion}</bpmn:completionCondition>`}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask><bpmn:exclusiveGateway id="g" default="back"/>${task('boss')}${task('mend')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'g')}${flow('ok', 'g', 'boss', 'count(votes[item = "yes"]) &gt; 1')}${flow('back', 'g', 'mend')}${chain('boss', 'e')}${chain('mend', 'e2')}`;
  const begun = async (
    marker = '',
    completion = '',
    collect = 'outcome',
  ): Promise<{ run: Play; container: string; vote: Vote }> => {
    const run = await play(votes(marker, completion, collect));
    run.send({ type: 'start', variables: { people: ['ann', 'bob', 'cid'] } });
    const container = Object.values(run.state.instances).find(({ loop }) => loop)?.id ?? '';
    const vote: Vote = (turn, outcome) => {
      const found = Object.values(run.state.instances).find(
        (instance) => instance.element === 'a' && (instance.turn ?? instance.confirms?.turn) === turn,
      );
      return run.send({ type: 'complete', instance: found?.id, outcome });
    };
    return { run, container, vote };
  };
  type Vote = (turn: number, outcome: string) => Play;
  const again = (container: string, turn: number, outcome: string) => reopen('a', { container, turn, outcome });

  test('in a loop that is over: the list has the new vote in its place', async () => {
    const { run, container, vote } = await begun();
    vote(3, 'yes');
    vote(1, 'yes');
    vote(2, 'no');
    expect(run.open).toEqual(['boss']);
    run.send(again(container, 1, 'yes'));
    expect(run.commands).toMatchObject([{ item: 'ann', round: 1, again: { performer: ann } }]);
    expect(run.refusal(again(container, 1, 'yes'))).toBe('already-asked');
    expect(run.refusal(again('i99', 1, 'yes'))).toBe('unknown-instance');
    vote(1, 'no');
    expect(run.state.variables['votes']).toEqual(['yes', 'no', 'no']);
    expect(run.types()).toEqual(['withdraw-assignment', 'issue-assignment']);
    expect(run.open).toEqual(['mend']);
  });

  test('of two in a loop that is over: the other is waited for while it counts', async () => {
    const { run, container, vote } = await begun();
    for (const turn of [1, 2, 3]) vote(turn, 'yes');
    run.send(again(container, 1, 'yes')).send(again(container, 2, 'yes'));
    vote(1, 'no');
    expect(run.open).toEqual(['a']);
    vote(2, 'yes');
    expect(run.open).toEqual(['boss']);
    expect(run.state.variables['votes']).toEqual(['no', 'yes', 'yes']);
    run.complete('boss');
    expect(run.state.status).toBe('finished');
  });

  test('of two in a loop that is over: a veto does not wait for the other', async () => {
    const { run, container, vote } = await begun('', 'list contains(votes, "no")');
    for (const turn of [1, 2, 3]) vote(turn, 'yes');
    run.send(again(container, 1, 'yes')).send(again(container, 2, 'yes'));
    vote(1, 'no');
    expect(run.types().filter((type) => type === 'withdraw-assignment')).toHaveLength(2);
    expect(run.open).toEqual(['boss']);
  });

  test('in a loop that still runs: it is asked for beside the others, and the loop waits for it', async () => {
    const { run, container, vote } = await begun('', 'count(votes[item = "yes"]) &gt; 1');
    expect(run.refusal(again(container, 1, 'yes'))).toBe('already-asked');
    expect(run.refusal(again(container, 4, 'yes'))).toBe('unknown-element');
    vote(2, 'yes');
    run.send(again(container, 2, 'yes'));
    expect(run.commands).toMatchObject([{ item: 'bob', again: { performer: ann } }]);
    vote(1, 'yes');
    expect(run.open).toEqual(['a', 'a']);
    vote(2, 'yes');
    expect(run.types()).toEqual(['withdraw-assignment', 'issue-assignment']);
    expect(run.open).toEqual(['boss']);
    expect(run.state.variables['votes']).toEqual(['yes', 'yes']);
  });

  test('in a loop that still runs, given otherwise: only its place in the list changes', async () => {
    const { run, container, vote } = await begun();
    vote(2, 'yes');
    run.send(again(container, 2, 'yes'));
    vote(2, 'no');
    expect(run.types()).toEqual([]);
    vote(3, 'yes');
    vote(1, 'yes');
    expect(run.state.variables['votes']).toEqual(['no', 'yes', 'yes']);
    expect(run.open).toEqual(['boss']);
  });

  test('in turns: the next is asked when it is confirmed, once', async () => {
    const { run, container, vote } = await begun('isSequential="true"');
    vote(1, 'yes');
    run.send(again(container, 1, 'yes'));
    vote(2, 'yes');
    expect(run.commands).toEqual([]);
    vote(1, 'yes');
    expect(run.commands).toMatchObject([{ type: 'issue-assignment', item: 'cid' }]);
    run.send(again(container, 2, 'yes'));
    vote(2, 'yes');
    expect(run.commands).toEqual([]);
    vote(3, 'yes');
    expect(run.open).toEqual(['boss']);
  });

  test('that cannot be collected is an incident; retry collects it', async () => {
    const { run, container, vote } = await begun('', '', 'if outcome = "no" then word else outcome');
    for (const turn of [1, 2, 3]) vote(turn, 'yes');
    run.send(again(container, 3, 'yes'));
    vote(3, 'no');
    const [incident] = Object.values(run.state.incidents);
    expect(incident).toMatchObject({ element: 'a', code: 'loop-failed', phase: 'complete' });
    run.send({ type: 'retry', incident: incident?.id, variables: { word: 'never' } });
    expect(run.state).toMatchObject({ incidents: {}, variables: { votes: ['yes', 'yes', 'never'] } });
    expect(run.open).toEqual(['boss']);
  });
});
