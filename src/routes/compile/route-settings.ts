import type { CompileContext } from './compile-context.js';
import type { RouteGraph, RunPolicy } from './route-graph.js';

type Settings = Pick<RouteGraph, 'stream' | 'byHand' | 'runs' | 'where' | 'variables'>;

const policies: readonly RunPolicy[] = ['refuse', 'queue', 'parallel', 'replace'];

/** What the drawing says of the route as a whole: for which documents, who may start it, how often, with what. */
export function routeSettings(context: CompileContext): Settings {
  const { process } = context;
  const where = context.optional(process, 'which documents it is for', process.where);
  return {
    ...(process.stream === undefined ? {} : { stream: process.stream }),
    byHand: process.byHand,
    runs: runPolicy(context),
    ...(where ? { where } : {}),
    variables: process.variables.flatMap(({ name, default: source, byHand }) => {
      const expression = context.optional(process, `the default of the variable "${name}"`, source);
      return expression ? [{ name, default: expression, byHand }] : [];
    }),
  };
}

function runPolicy(context: CompileContext): RunPolicy {
  const { process } = context;
  if (process.runs === undefined) return 'refuse';
  const policy = policies.find((known) => known === process.runs);
  if (!policy) {
    const expected = policies.join(', ');
    context.problem(process, 'run-policy', `"${process.runs}" is no policy for several runs; expected ${expected}`);
  }
  return policy ?? 'refuse';
}
