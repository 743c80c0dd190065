import { join, resolve } from 'node:path';
import { problemLine, problemLines } from '../configuration/problem-line.js';
import { loadTemplates } from '../output/templates/load-templates.js';
import { actionNames } from '../routes/definitions/action-names.js';
import { checkRoute } from '../routes/definitions/check-route.js';
import { playScenarios } from '../routes/definitions/play-scenarios.js';
import { loadRoutes } from '../routes/definitions/load-routes.js';
import { loadStreams } from '../streams/definition/load-streams.js';

/** `millrace config check [folder]`: reads everything, changes nothing, needs no database. 2 when there are problems. */
export async function checkConfiguration(folder: string): Promise<number> {
  const root = resolve(folder);
  const streams = await loadStreams(join(root, 'streams'));
  const templates = await loadTemplates(join(root, 'templates'));
  const sources = await loadRoutes(join(root, 'routes'));
  const surroundings = { routes: new Set(sources.map(({ key }) => key)), actions: new Set<string>(actionNames) };
  const problems = [...problemLines('streams', streams.problems), ...problemLines('templates', templates.problems)];
  for (const source of sources) {
    const checked = await checkRoute(source.xml, surroundings);
    if ('problems' in checked)
      problems.push(...checked.problems.map((problem) => problemLine({ ...problem, file: source.file })));
  }
  const played = await playScenarios(join(root, 'routes'), sources, surroundings);
  problems.push(
    ...played.flatMap(({ file, failures }) =>
      failures.map((message) => problemLine({ file: `routes/${file}`, message })),
    ),
  );
  for (const problem of problems) console.log(problem);
  const scenarios = played.reduce((sum, { passed }) => sum + passed.length, 0);
  const read = `${streams.definitions.length} streams, ${templates.templates.length} templates, ${sources.length} routes, ${scenarios} scenarios`;
  console.log(problems.length === 0 ? `${read}: sound.` : `${read}: ${problems.length} problem(s).`);
  return problems.length === 0 ? 0 : 2;
}
