import type { RouteLibrary } from '../engine/protocol.js';
import { chain, end, flow, graphOf, Play, start, task } from '../engine/testing/play.js';
import { likelyNext } from './likely-next.js';

const playOf = async (body: string, called: RouteLibrary['called'] = new Map()) =>
  new Play({ main: await graphOf(body), called });
const nextOf = ({ library, state }: Play) => likelyNext(library, state).map(({ element }) => element);
const finish = '<bpmn:endEvent id="e" name="Finished"/>';
const automatic = '<bpmn:serviceTask id="auto"/>';

describe('where a run may go from here', () => {
  test('every way out of a gateway, past what is automatic, in the order of the drawing', async () => {
    const gateway = '<bpmn:exclusiveGateway id="g" default="g_c"/>';
    const run = await playOf(
      `${start}${task('a')}${gateway}${automatic}${task('b')}${task('c')}${finish}${chain('s', 'a', 'g')}${flow('yes', 'g', 'auto', 'true')}${chain('auto', 'b', 'e')}${chain('g', 'c')}${flow('again', 'c', 'a')}`,
    );
    expect(nextOf(run)).toEqual([]);
    run.send({ type: 'start' });
    expect(nextOf(run)).toEqual(['b', 'c']);
    run.complete('a');
    expect(run.open).toEqual(['b']);
    expect(likelyNext(run.library, run.state)).toEqual([{ element: 'e', name: 'Finished' }]);
    run.complete('b');
    expect(nextOf(run)).toEqual([]);
  });

  test('into a sub-process and out of it; an end without a name is nothing to tell of', async () => {
    const inner = `<bpmn:subProcess id="q"><bpmn:startEvent id="qs"/>${task('x')}<bpmn:endEvent id="qe" name="Within"/>${chain('qs', 'x', 'qe')}</bpmn:subProcess>`;
    const run = await playOf(`${start}${task('a')}${inner}${task('b')}${end}${chain('s', 'a', 'q', 'b', 'e')}`);
    run.send({ type: 'start' });
    expect(nextOf(run)).toEqual(['x']);
    run.complete('a');
    expect(nextOf(run)).toEqual(['b']);
    run.complete('x');
    expect(nextOf(run)).toEqual([]);
  });

  test('of two ways at once, what is not under way already', async () => {
    const fork = '<bpmn:parallelGateway id="f"/>';
    const join = '<bpmn:parallelGateway id="j"/>';
    const run = await playOf(
      `${start}${fork}${task('a')}${task('b')}${task('c')}${join}${finish}${chain('s', 'f', 'a', 'c', 'j', 'e')}${chain('f', 'b', 'j')}`,
    );
    run.send({ type: 'start' });
    expect(nextOf(run)).toEqual(['c', 'e']);
    run.complete('a');
    expect(nextOf(run)).toEqual(['e']);
  });
});
