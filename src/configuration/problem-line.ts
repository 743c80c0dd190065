/** Where something is wrong in a configuration file; a route's problem names the element too. */
export interface ConfigurationProblem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly element?: string | null;
  readonly message: string;
  readonly severity?: 'warning';
}

/** The lines of problems whose files are named from `folder`. */
export function problemLines(folder: string, problems: readonly ConfigurationProblem[]): string[] {
  return problems.map((problem) => problemLine({ ...problem, file: `${folder}/${problem.file}` }));
}

/** `streams/sales/clients.yaml:12:5 expected …`, in the form that editors and terminals make clickable. */
export function problemLine({ file, line, column, element, message, severity }: ConfigurationProblem): string {
  const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':');
  return `${place} ${severity === 'warning' ? 'warning: ' : ''}${element ? `[${element}] ` : ''}${message}`;
}
