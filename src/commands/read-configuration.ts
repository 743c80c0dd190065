import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { loadReports, type LoadedReports } from '../insight/reports/definition/load-reports.js';
import { loadTemplates, type LoadedTemplates } from '../output/templates/load-templates.js';
import { actionNames } from '../routes/definitions/action-names.js';
import { checkRoute } from '../routes/definitions/check-route.js';
import { judgeRoutes, type Judgement } from '../routes/definitions/judge-routes.js';
import { loadRoutes, type RouteSource } from '../routes/definitions/load-routes.js';
import { streamFacts } from '../routes/definitions/route-surroundings.js';
import { compileCard } from '../streams/card/compile-card.js';
import { loadStreams } from '../streams/definition/load-streams.js';

/** The folders of a configuration, read and checked without a database. */
export interface ReadConfiguration {
  readonly streams: Awaited<ReturnType<typeof loadStreams>>;
  readonly templates: LoadedTemplates;
  readonly sources: readonly RouteSource[];
  readonly judgement: Judgement;
  readonly reports: LoadedReports;
}

/** Reads `streams`, `templates`, `routes` and `reports` below `root`; routes are judged together, as when they are published. */
export async function readConfiguration(root: string): Promise<ReadConfiguration> {
  const streams = await loadStreams(join(root, 'streams'));
  const templates = await loadTemplates(join(root, 'templates'));
  const sources = await loadRoutes(join(root, 'routes'));
  const surroundings = {
    actions: new Set<string>(actionNames),
    streams: streamFacts(streams.definitions.map(({ definition }) => definition)),
    templates: new Map(templates.templates.map(({ key, definition }) => [key, definition.kind] as const)),
  };
  const judgement = await judgeRoutes(sources, new Map(), ({ xml }, routes) =>
    checkRoute(xml, { ...surroundings, routes }),
  );
  const cards = streams.definitions.map(({ definition }) => compileCard(definition));
  const reports = await loadReports(join(root, 'reports'), cards);
  return { streams, templates, sources, judgement, reports };
}

/** The configuration that a route file belongs to: the folder that holds `routes/` above it and `streams/` beside that. */
export function configurationOf(file: string): string | undefined {
  for (let folder = dirname(resolve(file)); folder !== dirname(folder); folder = dirname(folder)) {
    if (basename(folder) === 'routes' && existsSync(join(folder, '..', 'streams'))) return dirname(folder);
  }
  return undefined;
}
