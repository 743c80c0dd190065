import Handlebars from 'handlebars';
import type { TemplateProblem } from './template-problem.js';

/** Sources of the parts that a template may include by `{{> name}}`, by name. */
export type PartSources = Readonly<Record<string, string>>;

/**
 * Lines of an included part are counted from its own multiple of this, so that a line alone tells the file. No source
 * is that long.
 */
const linesPerFile = 1_000_000;

/** One parsed template with its parts in place, and the way back from a line to the file it came from. */
export interface IncludedProgram {
  readonly program: hbs.AST.Program;
  readonly problems: readonly TemplateProblem[];
  locate(line: number): { file: string; line: number };
}

/**
 * Parses `source` and puts every part in the place of its `{{> name}}`. Parts take no arguments: they see what the
 * place sees. A part that is missing or that includes itself is a problem. Parse errors are thrown as Handlebars
 * throws them, with the name of the file added.
 */
export function parseWithParts(file: string, source: string, parts: PartSources): IncludedProgram {
  const files = [file];
  const problems: TemplateProblem[] = [];
  const locate = (line: number): { file: string; line: number } => ({
    file: files[Math.floor(line / linesPerFile)] ?? file,
    line: line % linesPerFile,
  });

  const include = (node: hbs.AST.PartialStatement, open: readonly string[]): hbs.AST.Statement[] => {
    const name = (node.name as hbs.AST.PathExpression).original;
    const part = typeof name === 'string' && Object.hasOwn(parts, name) ? parts[name] : undefined;
    const wrong =
      part === undefined
        ? `there is no part "${name}"; expected one of ${Object.keys(parts).join(', ') || '(this folder has no _part.hbs)'}`
        : open.includes(name)
          ? `the part "${name}" includes itself`
          : node.params.length > 0 || (node.hash as hbs.AST.Hash | undefined)
            ? `the part "${name}" takes no arguments`
            : undefined;
    if (part === undefined || wrong !== undefined) {
      problems.push({ ...locate(node.loc.start.line), message: wrong ?? '' });
      return [];
    }
    files.push(partFile(file, name));
    const program = parse(files.at(-1) ?? file, part);
    shiftLines(program, (files.length - 1) * linesPerFile);
    expand(program, [...open, name]);
    return program.body;
  };

  const expand = (program: hbs.AST.Program, open: readonly string[]): void => {
    program.body = program.body.flatMap((node) => {
      if (node.type === 'PartialStatement') return include(node as hbs.AST.PartialStatement, open);
      if (node.type === 'BlockStatement') {
        const block = node as hbs.AST.BlockStatement;
        for (const inner of [block.program, block.inverse as hbs.AST.Program | undefined]) {
          if (inner) expand(inner, open);
        }
      }
      return [node];
    });
  };

  const program = parse(file, source);
  expand(program, []);
  return { program, problems, locate };
}

/** `sales/contract.hbs` includes `paper` from `sales/_paper.hbs`. */
function partFile(file: string, name: string): string {
  return `${file.slice(0, file.lastIndexOf('/') + 1)}_${name}.hbs`;
}

/** A parse failure with the file it happened in. */
export class ParseFailure extends Error {
  constructor(
    readonly file: string,
    readonly reason: unknown,
  ) {
    super(`${file} cannot be parsed`);
    this.name = 'ParseFailure';
  }
}

function parse(file: string, source: string): hbs.AST.Program {
  try {
    return Handlebars.parse(source);
  } catch (error) {
    throw new ParseFailure(file, error);
  }
}

/** Places are shared between nodes, so each is moved once. */
function shiftLines(root: hbs.AST.Program, by: number): void {
  const moved = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || moved.has(value)) return;
    moved.add(value);
    if ('line' in value && typeof value.line === 'number') value.line += by;
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(root);
}
