import type { RuleNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { decide } from '../../conditions/decision-table.js';
import { raiseIncident } from '../incidents.js';
import { complete } from '../life.js';
import { scopeOf, setVariables } from '../scope.js';

/** A business rule task: a decision table whose result becomes a variable. */
export const rule: ElementBehaviour<RuleNode> = {
  enter(draft, node, instance) {
    if (!node.decision) return complete(draft, instance.id);
    const result = decide(node.decision, scopeOf(draft, instance), draft.at);
    if ('failure' in result) {
      raiseIncident(draft, instance, 'enter', 'decision-failed', result.failure);
      return;
    }
    setVariables(draft, instance, { [node.decision.result]: result.value });
    complete(draft, instance.id);
  },
};
