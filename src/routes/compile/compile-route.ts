import type { ModelProcess, RouteModel, RouteProblem } from '../model/route-model.js';
import { buildGraph } from './build-graph.js';
import { checkConditions } from './check-conditions.js';
import { checkEnds } from './check-ends.js';
import { checkExtensions } from './check-extensions.js';
import { checkJoins } from './check-joins.js';
import { checkMute } from './check-mute.js';
import { checkNames } from './check-names.js';
import { checkReferences } from './check-references.js';
import { checkSoundness } from './check-soundness.js';
import { checkStarts } from './check-starts.js';
import { checkStructure } from './check-structure.js';
import { checkUnjoined } from './check-unjoined.js';
import { checkUnsupported } from './check-unsupported.js';
import { CompileContext } from './compile-context.js';
import type { CompileOptions } from './compile-context.js';
import { indexModel } from './index-model.js';
import type { RouteGraph } from './route-graph.js';

export type { CompileOptions } from './compile-context.js';

/**
 * Turns a model into a frozen graph that runs, or says everything that is wrong with it: unsupported elements, expressions
 * that cannot be read, broken structure and, unless `lenient`, what would be unsound for real work.
 */
export function compileRoute(
  model: RouteModel,
  options: CompileOptions = {},
): { graph: RouteGraph; warnings: RouteProblem[] } | { problems: RouteProblem[] } {
  const process = chooseProcess(model, options.process);
  if (!process) {
    const wanted = options.process === undefined ? 'a process' : `the process "${options.process}"`;
    return {
      problems: [
        { element: options.process ?? null, code: 'no-process', message: `the file does not contain ${wanted}` },
      ],
    };
  }
  const context = new CompileContext(model, process, options);
  indexModel(context);
  checkStructure(context);
  if (context.strict) checkSoundness(context);
  if (context.strict && context.problems.length === 0) checkJoins(context);
  const graph = buildGraph(context);
  if (options.publishing || options.lenient) checkUnsupported(context);
  if (options.publishing) {
    checkExtensions(context);
    checkMute(context);
    checkEnds(context);
    checkUnjoined(context);
    checkConditions(context, graph);
    checkNames(context);
    checkReferences(context);
    checkStarts(context, graph);
  }
  const { problems, warnings } = context;
  return problems.length > 0 ? { problems: [...problems, ...warnings] } : { graph: freeze(graph), warnings };
}

/** The process of a file that runs: the one named, else the first executable one, else the first that has elements. */
export function chooseProcess(model: RouteModel, id: string | undefined): ModelProcess | undefined {
  if (id !== undefined) return model.processes.find((process) => process.id === id);
  const withContent = model.processes.filter(({ nodes }) => nodes.length > 0);
  return withContent.find(({ executable }) => executable) ?? withContent[0] ?? model.processes[0];
}

/** Freezes a graph all through; elements refer to each other, so each object is visited once. */
function freeze<T>(value: T): T {
  const open: unknown[] = [value];
  const seen = new Set<unknown>();
  for (let current = open.pop(); open.length > 0 || current !== undefined; current = open.pop()) {
    if (typeof current !== 'object' || current === null || seen.has(current)) continue;
    seen.add(current);
    open.push(...(current instanceof Map ? current.values() : Object.values(current)));
    Object.freeze(current);
  }
  return value;
}
