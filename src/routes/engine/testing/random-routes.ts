import type { RouteGraph } from '../../compile/route-graph.js';
import { drawnBlock, type Block } from '../../compile/testing/drawn-blocks.js';
import { activeElements } from '../active-elements.js';
import type { RouteEvent, RouteLibrary } from '../protocol.js';
import type { RunState } from '../state.js';
import { checkedGraphOf, graphOf } from './play.js';

/** The route of a block; `prefix` begins the id of every element and flow. */
export async function libraryOf(block: Block, prefix = ''): Promise<RouteLibrary> {
  const { elements, declarations, called } = drawnBlock(block, prefix);
  const graphs = new Map<string, RouteGraph>();
  for (const [key, content] of called) graphs.set(key, await graphOf(content, declarations, true));
  return { main: await graphOf(elements, declarations, true), called: graphs };
}

/** The route of a block as it is when nothing is found in it before publishing; undefined where something is. */
export async function checkedLibraryOf(block: Block): Promise<RouteLibrary | undefined> {
  const { elements, declarations, called } = drawnBlock(block);
  const graphs = new Map<string, RouteGraph>();
  for (const [key, content] of [...called, ['', elements] as const]) {
    const found = await checkedGraphOf(content, declarations);
    if (!found) return undefined;
    graphs.set(key, found);
  }
  const main = graphs.get('');
  graphs.delete('');
  return main && { main, called: graphs };
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
