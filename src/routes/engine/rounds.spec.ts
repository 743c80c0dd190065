import { chain, end, flow, play, start, task } from './testing/play.js';
import type { Play } from './testing/play.js';
import { migrate } from './migrate.js';

const limited = (id: string): string => task(id).replace('performer=', 'limitRounds="2" performer=');
const perItem = (marker: string, content: string): string =>
  `<bpmn:subProcess id="a"><bpmn:multiInstanceLoopCharacteristics ${marker} millrace:collection="people" millrace:item="who"/><bpmn:startEvent id="is"/>${content}<bpmn:endEvent id="ie"/></bpmn:subProcess>`;
const people = { type: 'start', variables: { people: ['ann', 'bob', 'cid'] } };
const rounds = (run: Play): unknown[] =>
  run.commands.flatMap((one) => (one.type === 'issue-assignment' ? [[one.element, one.round]] : []));
/** Completes what was issued to a turn, in the order of issue. */
const completeNth = (run: Play, nth: number, more: Record<string, unknown> = {}): Play => {
  const issued = run.all.flatMap((one) => (one.type === 'issue-assignment' ? [one.instance] : []));
  return run.send({ type: 'complete', instance: issued[nth], ...more });
};

describe('the rounds of a task in a sub-process for each of several items', () => {
  test.each(['', 'isSequential="true"'])(
    'all items are one round together; coming back is the next (%s)',
    async (marker) => {
      const again = `${start}${perItem(marker, `${limited('t')}${chain('is', 't', 'ie')}`)}${task('b')}${chain('s', 'a', 'b', 'a')}`;
      const late = `<bpmn:boundaryEvent id="x" attachedToRef="a"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>${task('c')}${end}${chain('x', 'c', 'e')}`;
      const run = await play(again + late);
      run.send(people);
      const first = run.all.length;
      run.complete('t').complete('t').complete('t');
      expect(run.open).toEqual(['b']);
      const issued = (from: number): number[] =>
        run.all
          .slice(from)
          .flatMap((one) => (one.type === 'issue-assignment' && one.element === 't' ? [one.round] : []));
      expect(issued(0)).toEqual([1, 1, 1]);
      expect(first).toBe(marker === '' ? 3 : 1);
      const before = run.all.length;
      run.complete('b').complete('t').complete('t').complete('t');
      expect(issued(before)).toEqual([2, 2, 2]);
      expect(run.state.steps).toMatchObject({ t: { round: 2 }, b: { round: 1 } });
      run.complete('b');
      expect(run.open).toEqual(['c']);
    },
  );

  test('an item that goes back to its task counts on by itself, and the next time all begin after the furthest', async () => {
    const inner = `${task('t', '<millrace:outcome key="yes"/><millrace:outcome key="no"/>')}<bpmn:exclusiveGateway id="g" default="on"/>${chain('is', 't', 'g')}${flow('back', 'g', 't', 'outcome = "no"')}${flow('on', 'g', 'ie')}`;
    const run = await play(`${start}${perItem('', inner)}${task('b')}${chain('s', 'a', 'b', 'a')}`);
    run.send(people);
    completeNth(run, 0, { outcome: 'no' });
    expect(rounds(run)).toEqual([['t', 2]]);
    completeNth(run, 3, { outcome: 'no' });
    expect(rounds(run)).toEqual([['t', 3]]);
    completeNth(run, 1, { outcome: 'no' });
    expect(rounds(run)).toEqual([['t', 2]]);
    // the first item has come further than the second
    expect(run.state.steps).toMatchObject({ t: { round: 2 } });
    run.complete('t', { outcome: 'yes' }).complete('t', { outcome: 'yes' }).complete('t', { outcome: 'yes' });
    expect(run.state.steps).toMatchObject({ t: { round: 3 } });
    run.complete('b');
    expect(rounds(run)).toEqual([
      ['t', 4],
      ['t', 4],
      ['t', 4],
    ]);
  });

  test('items within items, with a task for several people in them', async () => {
    const voters = task('t').replace(
      '</bpmn:userTask>',
      '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>',
    );
    const within = `<bpmn:subProcess id="i"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics><bpmn:startEvent id="js"/>${voters}<bpmn:endEvent id="je"/>${chain('js', 't', 'je')}</bpmn:subProcess>`;
    const run = await play(
      `${start}${perItem('isSequential="true"', `${within}${chain('is', 'i', 'ie')}`)}${task('b')}${chain('s', 'a', 'b', 'a')}`,
    );
    run.send({ type: 'start', variables: { people: ['ann', 'bob'] } });
    const four = (round: number): unknown[] => Array.from({ length: 4 }, () => ['t', round]);
    expect(rounds(run)).toEqual(four(1));
    for (let times = 0; times < 4; times += 1) run.complete('t');
    expect(rounds(run)).toEqual(four(1));
    for (let times = 0; times < 4; times += 1) run.complete('t');
    expect(run.state.steps).toMatchObject({ t: { round: 1 } });
    run.complete('b');
    expect(rounds(run)).toEqual(four(2));
  });

  test('a loop that repeats while a condition holds is a new round each time, of a task as of a sub-process', async () => {
    const whileLoop =
      '<bpmn:standardLoopCharacteristics><bpmn:loopCondition>again</bpmn:loopCondition></bpmn:standardLoopCharacteristics>';
    const alone = task('t').replace('</bpmn:userTask>', `${whileLoop}</bpmn:userTask>`);
    const inside = `<bpmn:subProcess id="a">${whileLoop}<bpmn:startEvent id="is"/>${task('t')}<bpmn:endEvent id="ie"/>${chain('is', 't', 'ie')}</bpmn:subProcess>`;
    for (const [body, first] of [
      [alone, 't'],
      [inside, 'a'],
    ] as const) {
      const run = await play(`${start}${body}${end}${chain('s', first, 'e')}`);
      run.send({ type: 'start', variables: { again: true } });
      expect(rounds(run)).toEqual([['t', 1]]);
      run.complete('t');
      expect(rounds(run)).toEqual([['t', 2]]);
      run.complete('t', { variables: { again: false } });
      expect(run.state).toMatchObject({ status: 'finished', steps: { t: { round: 2 } } });
    }
  });

  test('a run that is taken to another version keeps the rounds of its items under the new ids', async () => {
    const version = (id: string): string =>
      `${start}${perItem('', `${task(id)}<bpmn:exclusiveGateway id="g" default="on"/>${chain('is', id, 'g')}${flow('back', 'g', id, 'outcome = "no"')}${flow('on', 'g', 'ie')}`)}${end}${chain('s', 'a', 'e')}`.replaceAll(
        'post("x")\'>',
        'post("x")\'><millrace:outcome key="yes"/><millrace:outcome key="no"/>',
      );
    const from = await play(version('t'));
    const to = await play(version('u'));
    from.send(people).complete('t', { outcome: 'no' });
    const migrated = migrate(from.library, to.library, from.state, { t: 'u' }, 1);
    if ('problems' in migrated) throw new Error(JSON.stringify(migrated.problems));
    const items = Object.values(migrated.state.instances).flatMap(({ rounds: of }) => (of ? [of] : []));
    expect(items).toEqual([{ u: 1 }]);
  });
});
