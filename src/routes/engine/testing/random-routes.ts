import { drawnBlock, type Block } from '../../compile/testing/drawn-blocks.js';
import { activeElements } from '../active-elements.js';
import type { RouteEvent, RouteLibrary } from '../protocol.js';
import type { RunState } from '../state.js';
import { graphOf } from './play.js';

/** The route of a block; `prefix` begins the id of every element and flow. */
export async function libraryOf(block: Block, prefix = ''): Promise<RouteLibrary> {
  const { elements, declarations } = drawnBlock(block, prefix);
  return { main: await graphOf(elements, declarations, true), called: new Map() };
}

/** One of the events that a state allows, chosen by a number. */
export function possible(library: RouteLibrary, state: RunState, choice: number, at: number): RouteEvent {
  const events: RouteEvent[] = [];
  for (const { instance, element } of activeElements(state)) {
    const node = library.main.nodes.get(element);
    if (node?.kind === 'user') {
      events.push({ type: 'complete', at, instance, variables: { again: choice % 5 === 0 } });
      events.push({ type: 'task-error', at, instance, code: 'E' });
    } else if (node?.kind === 'catch') events.push({ type: 'trigger', at, instance, element });
  }
  for (const timer of Object.keys(state.timers)) events.push({ type: 'timer', at, timer });
  for (const incident of Object.keys(state.incidents)) events.push({ type: 'retry', at, incident });
  return events[choice % events.length] ?? { type: 'cancel', at, reason: 'nothing is possible' };
}
