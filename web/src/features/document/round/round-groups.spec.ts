import type { Stream } from '../../../streams/streams.ts';
import type { RelatedGroup } from './related-query.ts';
import { roundGroups } from './round-groups.ts';

const stream = (key: string, may: string[] = ['read', 'register']) => ({ key, may }) as unknown as Stream;
const group = (key: string) => ({ stream: key, name: key, count: 1, items: [] }) as RelatedGroup;
const relations = [
  { stream: 'works', field: 'client', name: 'Works' },
  { stream: 'contracts', field: 'client', name: 'Contracts' },
  { stream: 'secret', field: 'client', name: 'Secret' },
];
const shown = (streams: Stream[], groups: RelatedGroup[]) =>
  roundGroups({ relations }, streams, groups).map(({ stream: { key }, field, mayAdd, group: found }) => [
    key,
    field ?? null,
    mayAdd,
    found !== undefined,
  ]);

describe('what stands around a document', () => {
  it('are the registers that its own names, in their order, also the empty ones that one may add to', () => {
    const streams = [stream('contracts', ['read']), stream('works'), stream('requests')];
    expect(shown(streams, [group('requests'), group('contracts')])).toEqual([
      ['works', 'client', true, false],
      ['contracts', 'client', false, true],
      ['requests', null, false, true],
    ]);
    expect(shown(streams, []).map(([key]) => key)).toEqual(['works']);
  });
});
