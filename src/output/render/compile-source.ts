import Handlebars from 'handlebars';
import { checkAst, type AstFindings } from './check-ast.js';
import { checkMarkup } from './check-markup.js';
import { blockNames, helpers, registerHelpers, showName } from './helpers/registry.js';
import { ParseFailure, parseWithParts, type PartSources } from './include-parts.js';
import type { TemplateProblem } from './template-problem.js';

/** A Handlebars source that passed its checks. Compiled once; holds no data. */
export interface CompiledSource {
  readonly findings: AstFindings;
  readonly run: Handlebars.TemplateDelegate;
  /** The file and its own line behind a line the compiled code reports (parts have lines of their own). */
  locate(line: number): { file: string; line: number };
}

export type CompileResult = { compiled: CompiledSource } | { problems: TemplateProblem[] };

/** Far above any paper; a source beyond it is a mistake or an attack. */
const longestSource = 512 * 1024;
const deepestNesting = 40;

const environment = Handlebars.create();
for (const name of Object.keys(environment.helpers)) {
  if (!blockNames.includes(name) && !name.endsWith('Missing')) environment.unregisterHelper(name);
}
registerHelpers(environment);

const knownHelpers = Object.fromEntries([...Object.keys(helpers), ...blockNames, showName].map((name) => [name, true]));

/**
 * Parses, checks and compiles one Handlebars source with the parts it includes. `kind: 'html'` escapes what is printed;
 * `'plain'` (subjects, titles) does not, because the result is never markup.
 */
export function compileSource(
  file: string,
  source: string,
  { kind = 'html', parts = {} }: { kind?: 'html' | 'plain'; parts?: PartSources } = {},
): CompileResult {
  for (const text of [source, ...Object.values(parts)]) {
    const excess = text.length > longestSource ? `longer than ${longestSource} characters` : tooDeep(text);
    if (excess) return { problems: [{ file, line: 1, message: excess }] };
  }
  try {
    const { program, problems, locate } = parseWithParts(file, source, parts);
    const findings = checkAst(program);
    const refused = [...findings.problems, ...(kind === 'html' ? checkMarkup(source) : [])];
    const all = [...problems, ...refused.map(({ place, message }) => ({ ...locate(place.line), message }))];
    if (all.length > 0) return { problems: all.sort((a, b) => a.line - b.line) };
    const options = { strict: true, knownHelpers, knownHelpersOnly: true, noEscape: kind === 'plain' };
    return { compiled: { findings, locate, run: environment.compile(program, options) } };
  } catch (error) {
    if (error instanceof ParseFailure) return { problems: [parseProblem(error.file, error.reason)] };
    return { problems: [parseProblem(file, error)] };
  }
}

function tooDeep(source: string): string | undefined {
  let depth = 0;
  for (const [tag] of source.matchAll(/\{\{~?[#/]/g)) {
    depth += tag.endsWith('#') ? 1 : -1;
    if (depth > deepestNesting) return `blocks nested deeper than ${deepestNesting}`;
  }
  return undefined;
}

/** The parser says `Parse error on line 3:` with a picture of the place; people need the line and the expectation. */
function parseProblem(file: string, error: unknown): TemplateProblem {
  const text = error instanceof Error ? error.message : String(error);
  const place = error as { lineNumber?: number };
  const line = place.lineNumber ?? Number(/on line (\d+)/.exec(text)?.[1] ?? 1);
  const [head = '', ...rest] = text.split('\n');
  const expected = rest.find((part) => part.startsWith('Expecting'));
  const message = expected ? `the template breaks off here: ${readable(expected)}` : head.replace(/ - \d+:\d+$/, '');
  return { file, line, message };
}

const tokenNames: Record<string, string> = {
  EOF: 'the end of the file',
  OPEN_ENDBLOCK: 'a closing {{/…}}',
  INVERSE: '{{else}}',
  OPEN_INVERSE_CHAIN: '{{else if …}}',
  CLOSE: '}}',
  ID: 'a name',
  STRING: '"a text"',
  NUMBER: 'a number',
};

/** `Expecting 'CLOSE', 'ID', got 'EOF'` in the words of someone who writes templates. */
function readable(expectation: string): string {
  const [wanted = '', got = ''] = expectation.split(', got ');
  const names = (list: string): string[] => [...list.matchAll(/'([A-Z_]+)'/g)].map(([, token = '']) => token);
  const known = names(wanted).flatMap((token) => tokenNames[token] ?? []);
  const found = names(got).map((token) => tokenNames[token] ?? token.toLowerCase().replaceAll('_', ' '));
  return `expected ${known.join(', ') || 'something else'}, found ${found.join('') || 'something else'}`;
}
