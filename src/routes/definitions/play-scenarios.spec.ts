import { resolve } from 'node:path';
import { actionNames } from './action-names.js';
import { checkRoute } from './check-route.js';
import { judgeRoutes, type CheckSource } from './judge-routes.js';
import { loadRoutes } from './load-routes.js';

const directory = resolve(import.meta.dirname, '../../../routes');
const check: CheckSource = ({ xml }, routes) => checkRoute(xml, { routes, actions: new Set<string>(actionNames) });

describe('the routes of the repository', () => {
  it('go as their scenarios say', async () => {
    const sources = await loadRoutes(directory);
    expect(sources.filter(({ scenarios }) => scenarios === undefined).map(({ key }) => key)).toEqual([]);
    const { sound, problems, passed } = await judgeRoutes(sources, new Map(), check);
    expect(problems).toEqual([]);
    expect(sound.map(({ source }) => source.key)).toEqual(sources.map(({ key }) => key));
    expect(passed).toBeGreaterThanOrEqual(sources.length);
  });

  it('are told apart from drawings that go another way', async () => {
    const sources = await loadRoutes(directory);
    const turned = sources.map((source) => ({
      ...source,
      xml: source.xml.replaceAll('outcome = "accept"', 'outcome = "refuse"'),
    }));
    const { problems } = await judgeRoutes(turned, new Map(), check);
    const longSale = problems.filter(({ file }) => file === 'routes/sales/long-sale.bpmn');
    expect(longSale.length).toBeGreaterThan(0);
    expect(longSale[0]?.problem).toMatchObject({ code: 'scenario', element: null });
    expect(longSale[0]?.problem.message).toContain('taken on');
  });
});
