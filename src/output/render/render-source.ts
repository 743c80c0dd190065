import { placeKey } from './check-ast.js';
import type { CompiledSource } from './compile-source.js';
import type { RenderSettings } from './helpers/helper.js';
import { HelperFailure, type SourcePlace, type TemplateProblem } from './template-problem.js';

export type RenderResult = { text: string } | { failure: TemplateProblem };

/**
 * Fills a compiled source with a view model: plain data, never entities. A name that the model lacks, a value that
 * cannot be printed and a helper that was given the wrong thing are failures with the line of the template; members
 * on prototypes are out of reach.
 */
export function renderSource(compiled: CompiledSource, viewModel: object, settings: RenderSettings): RenderResult {
  try {
    const text = compiled.run(viewModel, {
      data: { settings },
      allowProtoMethodsByDefault: false,
      allowProtoPropertiesByDefault: false,
    });
    return { text };
  } catch (error) {
    return { failure: toProblem(compiled, error) };
  }
}

function toProblem({ locate, findings }: CompiledSource, error: unknown): TemplateProblem {
  if (error instanceof HelperFailure) return { ...locate(error.place?.line ?? 1), message: error.message };
  const { message, lineNumber, column } = error as { message: string; lineNumber?: number; column?: number };
  if (lineNumber === undefined) return { ...locate(1), message: `could not be filled: ${message}` };
  const place: SourcePlace = { line: lineNumber, column: column ?? 0 };
  const path = findings.paths.get(placeKey(place));
  const missing = /^"(.+)" not defined in .* - \d+:\d+$/s.exec(message);
  return {
    ...locate(lineNumber),
    message:
      missing && path
        ? `"${path}" is missing from the view model (no "${missing[1]}" there); give it, null where it is empty`
        : message,
  };
}
