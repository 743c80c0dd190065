import { checkAgainst, type ShapeFault } from '../../../streams/definition/check-shape.js';
import type { DefinitionProblem } from '../../../streams/definition/parse-stream.js';
import { readYaml } from '../../../streams/definition/read-yaml.js';
import type { ReportDefinition } from './report-definition.js';
import { reportSchema } from './report-schema.js';

/** A report whose file has the right shape. */
export interface LoadedReport {
  readonly file: string;
  readonly definition: ReportDefinition;
  /** A fault of this report with its place in the file. */
  locate(fault: ShapeFault): DefinitionProblem;
}

/** Reads one report from YAML; `file` is `<solution>/<report>.yaml`. All faults are named at once. Never throws. */
export function parseReport(text: string, file: string): { report: LoadedReport } | { problems: DefinitionProblem[] } {
  const yaml = readYaml(text);
  const locate = ({ path, code, message }: ShapeFault): DefinitionProblem => {
    const shown = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
    return { file, ...yaml.position(path), path: shown.replace(/^\./, ''), code, message };
  };
  if ('faults' in yaml) return { problems: yaml.faults.map((fault) => ({ file, path: '', ...fault })) };
  const faults = checkAgainst('report', reportSchema, yaml.value);
  if (faults.length > 0) return { problems: faults.map(locate) };
  const solution = file.split('/').at(-2) ?? '';
  const definition = { solution, ...(yaml.value as Omit<ReportDefinition, 'solution'>) };
  return { report: { file, definition, locate } };
}
