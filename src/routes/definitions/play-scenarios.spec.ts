import { resolve } from 'node:path';
import { actionNames } from './action-names.js';
import { loadRoutes } from './load-routes.js';
import { playScenarios } from './play-scenarios.js';

const directory = resolve(import.meta.dirname, '../../../routes');

describe('the routes of the repository', () => {
  it('go as their scenarios say', async () => {
    const sources = await loadRoutes(directory);
    const surroundings = { routes: new Set(sources.map(({ key }) => key)), actions: new Set<string>(actionNames) };
    const played = await playScenarios(directory, sources, surroundings);
    expect(played.flatMap(({ file, failures }) => failures.map((failure) => `${file} ${failure}`))).toEqual([]);
    expect(played.map(({ file }) => file)).toEqual(sources.map(({ key }) => `${key}.scenario.json`));
  });

  it('are told apart from drawings that go another way', async () => {
    const sources = await loadRoutes(directory);
    const turned = sources.map((source) => ({
      ...source,
      xml: source.xml.replaceAll('outcome = "accept"', 'outcome = "refuse"'),
    }));
    const surroundings = { routes: new Set(sources.map(({ key }) => key)), actions: new Set<string>(actionNames) };
    const played = await playScenarios(directory, turned, surroundings);
    const longSale = played.find(({ file }) => file === 'sales/long-sale.scenario.json');
    expect(longSale?.failures.length).toBeGreaterThan(0);
    expect(longSale?.failures[0]).toContain('taken on');
  });
});
