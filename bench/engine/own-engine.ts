import { compileRoute } from '../../src/routes/compile/compile-route.js';
import type { RouteCommand, RouteEvent, RouteLibrary } from '../../src/routes/engine/protocol.js';
import { initialState } from '../../src/routes/engine/state.js';
import { step } from '../../src/routes/engine/step.js';
import { parseRoute } from '../../src/routes/model/parse-route.js';
import { answerOf, type Drawing, type RunOnce } from './drawings.js';

/** Prepares a drawing for our engine: read and compiled once, as a published route is. */
export async function ownEngine(drawing: Drawing): Promise<RunOnce> {
  const parsed = await parseRoute(drawing.xml);
  if ('problems' in parsed) throw new Error(`${drawing.name}: ${JSON.stringify(parsed.problems)}`);
  const compiled = compileRoute(parsed.model, { lenient: true });
  if ('problems' in compiled) throw new Error(`${drawing.name}: ${JSON.stringify(compiled.problems)}`);
  const library: RouteLibrary = { main: compiled.graph, called: new Map() };
  return () => runOnce(drawing, library);
}

const facts = { document: null, card: {} };

function runOnce(drawing: Drawing, library: RouteLibrary): number {
  const visits = new Map<string, number>();
  const open: Extract<RouteCommand, { type: 'issue-assignment' }>[] = [];
  let state = initialState();
  let completed = 0;
  let at = 0;
  const take = (event: RouteEvent): void => {
    const result = step(library, state, event);
    if ('refused' in result) throw new Error(`${drawing.name}: ${result.refused.message}`);
    state = result.state;
    for (const command of result.commands) if (command.type === 'issue-assignment') open.push(command);
    for (const entry of result.trail) if (entry.event === 'completed') completed += 1;
  };
  take({ type: 'start', at, facts });
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { instance, element } = next;
    const visit = visits.get(element) ?? 0;
    visits.set(element, visit + 1);
    at += 1000;
    if (next.item !== undefined || state.instances[instance]?.turn !== undefined) completed += 1;
    take({ type: 'complete', at, instance, outcome: answerOf(drawing, element, visit), facts });
  }
  if (state.status !== 'finished') throw new Error(`${drawing.name} did not come to its end.`);
  return completed;
}
