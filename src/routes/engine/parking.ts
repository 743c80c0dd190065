import type { GraphFlow } from '../compile/route-graph.js';
import type { Draft } from './draft.js';
import type { ParkedToken } from './state.js';

/** Whether a lapsed decision inside a container is being confirmed: nothing goes on there meanwhile. */
export function isHeld(draft: Draft, container: string): boolean {
  for (const { confirms, parent } of draft.instances.values()) {
    if (parent === container && confirms && !confirms.changed) return true;
  }
  return false;
}

/** Keeps tokens in a container until nothing holds it. */
export function park(draft: Draft, container: string, flows: readonly GraphFlow[], outcome: string | undefined): void {
  const tokens = flows.map((flow): ParkedToken => ({ flow: flow.id, ...(outcome === undefined ? {} : { outcome }) }));
  draft.update(container, { parked: [...(draft.get(container).parked ?? []), ...tokens] });
}

/** Sends tokens on their way inside a container; the container keeps the outcome of the last one. */
export function sendTokens(
  draft: Draft,
  container: string,
  flows: readonly GraphFlow[],
  outcome: string | undefined,
): void {
  const { route, outcome: before } = draft.get(container);
  if (outcome !== undefined && before !== outcome) draft.update(container, { outcome });
  for (const flow of flows) {
    draft.logTaken(flow, route);
    draft.queue.push({ node: draft.nodeById(flow.target, route), parent: container, flow, outcome });
  }
}

/** Lets parked tokens go on where nothing holds them any more. */
export function releaseParked(draft: Draft): boolean {
  let released = false;
  for (const id of draft.touched) {
    const parked = draft.find(id)?.parked;
    if (!parked || isHeld(draft, id)) continue;
    draft.update(id, { parked: undefined });
    const { flows } = draft.graph(draft.get(id).route);
    for (const { flow: flowId, outcome } of parked) {
      const flow = flows.get(flowId);
      if (!flow) throw new Error(`flow ${flowId} is not in the route`);
      sendTokens(draft, id, [flow], outcome);
    }
    released = true;
  }
  return released;
}
