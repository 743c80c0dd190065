import type { CompileContext } from './compile-context.js';
import type { RouteGraph } from './route-graph.js';
import { startTimes, startTriggers } from './starts.js';

/** A route that begins by the clock or by a condition must say for which documents; what it says is of no use otherwise. */
export function checkStarts(context: CompileContext, graph: RouteGraph): void {
  for (const { element, name, trigger } of startTriggers(graph)) {
    if (trigger.type !== 'timer' && trigger.type !== 'conditional') continue;
    const place = { id: element, ...(name === undefined ? {} : { name }) };
    if (graph.stream === undefined) {
      const [code, what] =
        trigger.type === 'timer'
          ? ['timer-start-stream', 'the clock']
          : ['conditional-start-stream', 'a condition on the document'];
      context.problem(
        place,
        code,
        `${what} begins the route: name the stream of its documents (millrace:route stream)`,
      );
    }
    if (trigger.type !== 'timer') continue;
    const times = startTimes(trigger.timer, 0);
    if ('failure' in times)
      context.problem(place, 'timer-start-time', `the time at which the route begins cannot be read: ${times.failure}`);
  }
}
