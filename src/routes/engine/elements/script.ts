import type { ScriptNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { raiseIncident } from '../incidents.js';
import { complete } from '../life.js';
import { setVariables, valueFor } from '../scope.js';

/** A script task: a FEEL expression whose value becomes a variable; a context without a result variable sets several. */
export const script: ElementBehaviour<ScriptNode> = {
  enter(draft, node, instance) {
    if (!node.script) return complete(draft, instance.id);
    const result = valueFor(draft, instance, node.script);
    if ('failure' in result) {
      raiseIncident(draft, instance, 'enter', 'script-failed', result.failure);
      return;
    }
    if (node.result !== undefined) setVariables(draft, instance, { [node.result]: result.value });
    else if (typeof result.value === 'object' && result.value !== null && !Array.isArray(result.value)) {
      setVariables(draft, instance, result.value as Record<string, unknown>);
    }
    complete(draft, instance.id);
  },
};
