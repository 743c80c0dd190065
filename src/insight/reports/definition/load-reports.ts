import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledCard } from '../../../streams/card/compile-card.js';
import type { DefinitionProblem } from '../../../streams/definition/parse-stream.js';
import { checkReport } from './check-report.js';
import { parseReport } from './parse-report.js';
import type { ReportDefinition } from './report-definition.js';

/** What the folder `reports` holds. */
export interface LoadedReports {
  readonly definitions: readonly ReportDefinition[];
  readonly problems: readonly DefinitionProblem[];
}

/**
 * Loads every `<solution>/<report>.yaml` of a folder and checks it against the streams. A faulty file never hides the
 * good ones. A folder that is not there holds no reports.
 */
export async function loadReports(directory: string, cards: readonly CompiledCard[]): Promise<LoadedReports> {
  const problems: DefinitionProblem[] = [];
  const definitions = new Map<string, ReportDefinition>();
  for (const file of await listFiles(directory)) {
    const read = parseReport(await readFile(join(directory, file), 'utf8'), file);
    if ('problems' in read) {
      problems.push(...read.problems);
      continue;
    }
    const { definition, locate } = read.report;
    const faults = checkReport(definition, cards);
    if (definitions.has(definition.key))
      faults.push({
        path: ['key'],
        code: 'duplicate-report',
        message: `Another file has the key "${definition.key}".`,
      });
    problems.push(...faults.map(locate));
    if (faults.length === 0) definitions.set(definition.key, definition);
  }
  return { definitions: [...definitions.values()], problems };
}

async function listFiles(directory: string): Promise<string[]> {
  if (!existsSync(directory)) return [];
  const entries = await readdir(directory, { recursive: true });
  return entries
    .filter((name) => /^[^/\\]+[/\\][^/\\]+\.ya?ml$/.test(name))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}
