import type { CompileContext } from './compile-context.js';

/** Elements from which a token goes on to others: by flows, to boundary events, over links (`boundaries` false: by flows and links only). Keys and values are ids. */
export function nextElements(context: CompileContext, boundaries = true): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>();
  const linkTargets = new Map<string, string>();
  for (const { node, scope } of context.placed.values()) {
    if (node.event?.type === 'link' && node.type === 'intermediateCatchEvent')
      linkTargets.set(`${scope}/${node.event.name ?? ''}`, node.id);
  }
  for (const { node, scope } of context.placed.values()) {
    const targets = (context.outgoing.get(node.id) ?? []).map((flow) => flow.target);
    if (node.event?.type === 'link' && node.type === 'intermediateThrowEvent') {
      const target = linkTargets.get(`${scope}/${node.event.name ?? ''}`);
      if (target !== undefined) targets.push(target);
    }
    next.set(node.id, [...(next.get(node.id) ?? []), ...targets]);
    if (boundaries && node.attachedTo !== undefined)
      next.set(node.attachedTo, [...(next.get(node.attachedTo) ?? []), node.id]);
  }
  return next;
}

/** For each incoming flow of a gateway: the elements from which it is reached without passing the gateway itself. */
export function reachedFrom(
  context: CompileContext,
  gateway: string,
  next: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, string[]>();
  for (const [from, targets] of next) for (const to of targets) before.set(to, [...(before.get(to) ?? []), from]);
  const result = new Map<string, ReadonlySet<string>>();
  for (const flow of context.incoming.get(gateway) ?? []) {
    const found = new Set<string>();
    const open = [flow.source];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === gateway || found.has(id)) continue;
      found.add(id);
      open.push(...(before.get(id) ?? []));
    }
    result.set(flow.id, found);
  }
  return result;
}
