import { migrate, renamedParts } from '../engine/migrate.js';
import type { RouteLibrary } from '../engine/protocol.js';
import { step } from '../engine/step.js';
import { chain, end, flow, graphOf, Play, start, task } from '../engine/testing/play.js';
import { elementStates, takenFlows } from './element-states.js';

const message = '<bpmn:message id="m" name="go"/>';
const playOf = async (body: string, called: RouteLibrary['called'] = new Map()) =>
  new Play({ main: await graphOf(body, message), called });
const statesOf = ({ library, state, entries }: Play) =>
  Object.fromEntries(
    elementStates(library, state, entries, Object.values(state.incidents)).map(
      ({ element, route, state: is, times }) => [
        route === undefined ? element : `${route} ${element}`,
        times > 1 ? `${is} ${times}` : is,
      ],
    ),
  );

describe('what has become of each element', () => {
  test('done, active and not reached; the flows that were taken', async () => {
    const run = await playOf(`${start}${task('a')}${task('b')}${task('c')}${end}${chain('s', 'a', 'b', 'c', 'e')}`);
    run.send({ type: 'start' }).complete('a');
    expect(statesOf(run)).toEqual({ s: 'done', a: 'done', b: 'active' });
    expect(takenFlows(run.entries)).toEqual([
      { flow: 's_a', times: 1 },
      { flow: 'a_b', times: 1 },
    ]);
    const [, done, now] = elementStates(run.library, run.state, run.entries, []);
    expect(done).toMatchObject({ name: 'a', since: 1000, until: 2000 });
    expect(now).toMatchObject({ since: 2000 });
    expect(now).not.toHaveProperty('until');
    run.complete('b').complete('c');
    expect(statesOf(run)).toEqual({ s: 'done', a: 'done', b: 'done', c: 'done', e: 'done' });
  });

  test('in a circle it is what it is now, and how often it was done', async () => {
    const body = `${start}${task('a')}<bpmn:exclusiveGateway id="g" default="g_e"/>${end}${chain('s', 'a', 'g', 'e')}${flow('back', 'g', 'a', 'again')}`;
    const run = await playOf(body);
    run
      .send({ type: 'start', variables: { again: true } })
      .complete('a')
      .complete('a');
    expect(statesOf(run)).toEqual({ s: 'done', a: 'active 2', g: 'done 2' });
  });

  test('what an event interrupts is cancelled; what nobody was found for is an incident', async () => {
    const event =
      '<bpmn:boundaryEvent id="x" attachedToRef="q"><bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent>';
    const inner = `<bpmn:subProcess id="q"><bpmn:startEvent id="qs"/>${task('a')}<bpmn:endEvent id="qe"/>${chain('qs', 'a', 'qe')}</bpmn:subProcess>`;
    const run = await playOf(
      `${start}${inner}${event}${task('b')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'q', 'e')}${chain('x', 'b', 'e2')}`,
    );
    run.send({ type: 'start' });
    expect(statesOf(run)).toEqual({ s: 'done', q: 'active', qs: 'done', a: 'active' });
    run.send({ type: 'message', name: 'go' });
    expect(statesOf(run)).toMatchObject({ q: 'cancelled', a: 'cancelled', x: 'done', b: 'active' });
    run.send({ type: 'resolve-failed', instance: run.instanceAt('b'), message: 'nobody' });
    expect(statesOf(run)).toMatchObject({ b: 'incident' });
    run.send({ type: 'cancel', reason: 'enough' });
    expect(statesOf(run)).toMatchObject({ b: 'cancelled', qs: 'done' });
  });

  test('a gateway that waits for events is done when one has come', async () => {
    const body = `${start}<bpmn:eventBasedGateway id="g"/><bpmn:intermediateCatchEvent id="c"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent><bpmn:receiveTask id="r" messageRef="n"/>${task('a')}${end}${flow('f1', 's', 'g')}${flow('f2', 'g', 'c')}${flow('f3', 'g', 'r')}${chain('c', 'a', 'e')}${flow('f4', 'r', 'a')}`;
    const main = await graphOf(body, `${message}<bpmn:message id="n" name="no"/>`);
    const run = new Play({ main, called: new Map() });
    run.send({ type: 'start' });
    expect(statesOf(run)).toEqual({ s: 'done', g: 'active' });
    run.send({ type: 'message', name: 'go' });
    expect(statesOf(run)).toEqual({ s: 'done', g: 'done', c: 'done', a: 'active' });
  });

  test('elements and flows of called routes are told apart', async () => {
    const inner = await graphOf(`${start}${task('a')}${end}${chain('s', 'a', 'e')}`);
    const run = await playOf(
      `${start}<bpmn:callActivity id="call" calledElement="x/inner"/>${task('a')}${end}${chain('s', 'call', 'a', 'e')}`,
      new Map([['x/inner', inner]]),
    );
    run.send({ type: 'start' });
    expect(statesOf(run)).toEqual({ s: 'done', call: 'active', 'x/inner s': 'done', 'x/inner a': 'active' });
    run.complete('a');
    expect(statesOf(run)).toMatchObject({ call: 'done', a: 'active', 'x/inner a': 'done', 'x/inner e': 'done' });
    expect(takenFlows(run.entries)).toContainEqual({ flow: 's_a', route: 'x/inner', times: 1 });
    expect(takenFlows(run.entries)).toContainEqual({ flow: 'call_a', times: 1 });
  });

  test('an incident is that of its own drawing, not of another element with the same id', async () => {
    const inner = await graphOf(`${start}${task('a')}${end}${chain('s', 'a', 'e')}`);
    const run = await playOf(
      `${start}${task('a')}<bpmn:callActivity id="call" calledElement="x/inner"/>${end}${chain('s', 'a', 'call', 'e')}`,
      new Map([['x/inner', inner]]),
    );
    run.send({ type: 'start' }).complete('a');
    run.send({ type: 'resolve-failed', instance: run.instanceAt('a'), message: 'nobody' });
    expect(statesOf(run)).toMatchObject({ a: 'done', call: 'active', 'x/inner a': 'incident' });
  });

  test('after a migration what was done before is told by the ids that it has now', async () => {
    const [from, to] = await Promise.all([
      playOf(`${start}${task('a')}${task('b')}${end}${chain('s', 'a', 'b', 'e')}`),
      playOf(`${start}${task('b')}${task('c')}${task('d')}${end}${chain('s', 'b', 'c', 'd', 'e')}`),
    ]);
    from.send({ type: 'start' }).complete('a');
    const mapping = { a: 'b', b: 'c' };
    const migrated = migrate(from.library, to.library, from.state, mapping, 5_000);
    if ('problems' in migrated) throw new Error('It can be migrated.');
    const renamed = renamedParts(from.library, to.library, mapping);
    expect(renamed).toEqual({ a: 'b', b: 'c', s_a: 's_b', a_b: 'b_c' });
    const event = { type: 'restore', at: 5_000, reason: 'migration', state: migrated.state, renamed } as const;
    const result = step(to.library, from.state, event);
    if ('refused' in result) throw new Error(result.refused.message);
    const trail = [...from.entries, ...result.trail];
    expect(
      elementStates(to.library, result.state, trail, []).map(({ element, state }) => `${element} ${state}`),
    ).toEqual(['s done', 'b done', 'c active']);
    expect(takenFlows(trail).map(({ flow: id }) => id)).toEqual(['s_b', 'b_c']);
  });

  test('what a decision that was taken back had begun is cancelled', async () => {
    const run = await playOf(`${start}${task('a')}${task('b')}${end}${chain('s', 'a', 'b', 'e')}`);
    run.send({ type: 'start' });
    const before = run.state;
    run.complete('a').send({ type: 'restore', reason: 'recall', state: { ...before, counter: run.state.counter + 1 } });
    expect(statesOf(run)).toEqual({ s: 'done', a: 'active', b: 'cancelled' });
  });
});
