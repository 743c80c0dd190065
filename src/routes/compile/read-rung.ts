import { parseDueRule } from '../../worktime/due-rule.js';
import type { ModelNode, ModelRung } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';
import type { RungPlan } from './route-graph.js';

const actions = ['remind', 'notify-head', 'reassign'] as const;

/** One `millrace:escalate`: `due`, `4 working hours before due`, `1 working days after due`, `2 days after issue`. */
export function readRung(context: CompileContext, node: ModelNode, rung: ModelRung): RungPlan | undefined {
  const does = actions.find((action) => action === rung.does);
  if (!does) {
    context.problem(node, 'escalation', `"${rung.does}" is nothing that an escalation does; expected ${list(actions)}`);
    return undefined;
  }
  const rest = { does, ...(rung.to === undefined ? {} : { to: rung.to }) };
  const when = rung.when.trim();
  if (when === 'due') return { anchor: 'due', side: 'at', ...rest };
  const [, span = '', side, anchor] = /^(.+?)\s+(before|after)\s+(due|issue)$/.exec(when) ?? [];
  const legal = (side === 'before' && anchor === 'due') || side === 'after';
  if (!legal || 'problem' in parseDueRule(span)) {
    context.problem(
      node,
      'escalation',
      `"${rung.when}" is no time of an escalation; expected "due", "4 working hours before due", "1 working days after due" or "2 working hours after issue"`,
    );
    return undefined;
  }
  return { anchor: anchor === 'issue' ? 'issue' : 'due', side: side === 'before' ? 'before' : 'after', span, ...rest };
}

function list(words: readonly string[]): string {
  return words.join(', ');
}
