import type { PublishedRoute } from '../../../routes/runs.ts';
import { routeOffers, typedVariables } from './start-route.ts';

const route = (key: string, more: Partial<PublishedRoute> = {}) =>
  ({ key, name: key, stream: 'contracts', byHand: true, runs: 'refuse', ...more }) as PublishedRoute;
const told = (routes: PublishedRoute[], runs: { route: string; state: string }[] = []) =>
  routeOffers(routes, 'contracts', runs).map(({ route: { key }, hindrance, note }) => [
    key,
    hindrance ?? note ?? 'free',
  ]);

describe('the routes that a document may be sent along', () => {
  it('are those of its stream and of any, which people may start', () => {
    const routes = [
      route('b'),
      route('any', { stream: null }),
      route('other', { stream: 'clients' }),
      route('rules', { byHand: false }),
    ];
    expect(told(routes)).toEqual([
      ['any', 'free'],
      ['b', 'free'],
    ]);
  });

  it('say what stands in the way of a second start, and what it would do', () => {
    const routes = [
      route('a'),
      route('b', { runs: 'queue' }),
      route('c', { runs: 'replace' }),
      route('d', { runs: 'parallel' }),
    ];
    const under = routes.map(({ key }) => ({ route: key, state: 'running' }));
    expect(told(routes, under)).toEqual([
      ['b', 'queue'],
      ['c', 'replace'],
      ['d', 'free'],
      ['a', 'running'],
    ]);
    expect(told(routes, [{ route: 'a', state: 'finished' }])[0]).toEqual(['a', 'free']);
    expect(told([route('a')], [{ route: 'a', state: 'queued' }])).toEqual([['a', 'running']]);
  });
});

it('takes what is typed for a variable as what it looks like, and leaves out what is not typed', () => {
  const asked = [{ name: 'limit' }, { name: 'who' }, { name: 'urgent' }, { name: 'left' }];
  expect(typedVariables(asked, { limit: '1500', who: 'anna', urgent: 'true', left: ' ', other: '1' })).toEqual({
    ...{ limit: 1500, who: 'anna', urgent: true },
  });
});
