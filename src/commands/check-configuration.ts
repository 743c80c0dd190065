import { resolve } from 'node:path';
import { problemLine, problemLines } from '../configuration/problem-line.js';
import { readConfiguration } from './read-configuration.js';

/** `millrace config check [folder]`: reads everything, changes nothing, needs no database. 2 when there are problems. */
export async function checkConfiguration(folder: string): Promise<number> {
  const { streams, templates, sources, judgement, reports } = await readConfiguration(resolve(folder));
  const problems = [
    ...problemLines('streams', streams.problems),
    ...problemLines('templates', templates.problems),
    ...judgement.problems.map(({ file, problem }) => problemLine({ ...problem, file })),
    ...problemLines('reports', reports.problems),
  ];
  const warnings = judgement.warnings
    // that no organisation is at hand is so for every file, and no news
    .filter(({ problem }) => problem.code !== 'not-looked-up')
    .map(({ file, problem }) => problemLine({ ...problem, file }));
  for (const line of [...problems, ...warnings]) console.log(line);
  const read = `${streams.definitions.length} streams, ${templates.templates.length} templates, ${sources.length} routes, ${judgement.passed} scenarios, ${reports.definitions.length} reports`;
  console.log(problems.length === 0 ? `${read}: sound.` : `${read}: ${problems.length} problem(s).`);
  return problems.length === 0 ? 0 : 2;
}
