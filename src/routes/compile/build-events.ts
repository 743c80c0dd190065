import type { CompileContext, Placed } from './compile-context.js';
import type { ModelAction, ModelEvent, ModelNode, TimerText } from '../model/route-model.js';
import type { ActionPlan, ParamPlan, Throw, TimerPlan, Trigger } from './route-graph.js';
import { isIsoTime, readCycle } from '../conditions/repetition.js';

/** The message, with its correlation expression. */
export function messagePlan(
  context: CompileContext,
  node: ModelNode,
  message: { name?: string; key?: string } | undefined,
) {
  if (message?.name === undefined) return undefined;
  const key = context.optional(node, 'the correlation', message.key);
  return { name: message.name, ...(key ? { key } : {}) };
}

function timerPlan(context: CompileContext, node: ModelNode, timer: TimerText): TimerPlan | undefined {
  const { kind, value } = timer;
  if (value.startsWith('=') || /^[$#]\{/.test(value)) {
    const expression = context.expression(node, 'the time of the timer', value);
    return expression && { kind, value: expression };
  }
  if (
    kind === 'duration' &&
    !/^P(?=\d|T\d)[\dYMWDTHS.]+$/.test(value) &&
    !/^\d+ (working hours?|working days?|days?)$/.test(value)
  ) {
    context.problem(
      node,
      'timer',
      `"${value}" is not a duration; expected e.g. PT4H, P2D, "4 working hours" or "3 working days"`,
    );
    return undefined;
  }
  if (kind === 'date' && !isIsoTime(value)) {
    context.problem(node, 'timer', `"${value}" is not a time; expected ISO 8601, e.g. 2026-03-31T09:00:00Z`);
    return undefined;
  }
  if (kind === 'cycle' && !readCycle(value)) {
    context.problem(node, 'timer', `"${value}" is not a repetition; expected ISO 8601, e.g. R3/PT1H`);
    return undefined;
  }
  return { kind, value };
}

function incomplete(context: CompileContext, node: ModelNode, message: string): Trigger {
  if (context.strict) context.problem(node, 'incomplete-event', message);
  return { type: 'none' };
}

/** What has no name can never come. */
function unnamed(context: CompileContext, node: ModelNode, kind: 'message' | 'signal'): void {
  if (context.strict)
    context.problem(node, 'incomplete-event', `the ${kind} event names no ${kind}: expected ${kind}Ref with a name`);
}

/** What a start, catch or boundary event waits for. */
export function triggerPlan(context: CompileContext, node: ModelNode): Trigger {
  const event: ModelEvent = node.event ?? { type: 'none' };
  switch (event.type) {
    case 'none':
    case 'cancel':
    case 'compensation':
      return { type: event.type };
    case 'message':
      if (event.name === undefined) unnamed(context, node, 'message');
      return { type: 'message', ...(messagePlan(context, node, event) ?? { name: '' }) };
    case 'signal':
      if (event.name === undefined) unnamed(context, node, 'signal');
      return { type: 'signal', name: event.name ?? '' };
    case 'error':
    case 'escalation':
      return { type: event.type, ...(event.code === undefined ? {} : { code: event.code }) };
    case 'timer': {
      if (!event.timer)
        return incomplete(context, node, 'the timer has no time: expected timeDuration, timeDate or timeCycle');
      const timer = timerPlan(context, node, event.timer);
      return timer ? { type: 'timer', timer } : { type: 'none' };
    }
    case 'conditional': {
      if (event.condition === undefined) return incomplete(context, node, 'the conditional event has no condition');
      const condition = context.expression(node, 'the condition', event.condition);
      return condition ? { type: 'conditional', condition } : { type: 'none' };
    }
    case 'link':
      return { type: 'link', name: event.name ?? '' };
    default:
      context.problem(
        node,
        'unsupported-event',
        `an event of this kind cannot wait here: ${event.type === 'unsupported' ? event.what : event.type}`,
      );
      return { type: 'none' };
  }
}

/** What a throw or end event does. */
export function throwPlan(context: CompileContext, { node, scope }: Placed): Throw {
  const event: ModelEvent = node.event ?? { type: 'none' };
  switch (event.type) {
    case 'none':
    case 'terminate':
    case 'cancel':
      return { type: event.type };
    case 'message': {
      const action = node.action ? actionPlan(context, node, node.action) : undefined;
      if (event.name === undefined && !action && context.strict) {
        context.problem(node, 'incomplete-event', 'the message event has neither a message nor an action');
      }
      return { type: 'message', ...(messagePlan(context, node, event) ?? { name: '' }), ...(action ? { action } : {}) };
    }
    case 'signal':
      return { type: 'signal', name: event.name ?? '' };
    case 'error':
    case 'escalation':
      return { type: event.type, ...(event.code === undefined ? {} : { code: event.code }) };
    case 'link': {
      const target = [...context.placed.values()].find(
        (other) =>
          other.scope === scope &&
          other.node.type === 'intermediateCatchEvent' &&
          other.node.event?.type === 'link' &&
          other.node.event.name === event.name,
      );
      if (!target) context.problem(node, 'link', `no link event in the same scope catches "${event.name ?? ''}"`);
      return { type: 'link', target: target?.node.id ?? node.id };
    }
    case 'compensation':
      return {
        type: 'compensation',
        wait: event.wait,
        ...(event.activity === undefined ? {} : { activity: event.activity }),
      };
    default:
      context.problem(
        node,
        'unsupported-event',
        `an event of this kind cannot be thrown: ${event.type === 'unsupported' ? event.what : event.type}`,
      );
      return { type: 'none' };
  }
}

/** An automatic action with its parameters compiled. */
export function actionPlan(context: CompileContext, node: ModelNode, action: ModelAction): ActionPlan {
  if (action.name === '') context.problem(node, 'action', 'the action has no name');
  const params = action.params.flatMap((param): ParamPlan[] => {
    if (param.name === '') context.problem(node, 'action', 'a parameter of the action has no name');
    if (param.performer !== undefined) {
      context.expression(node, `the performer in the parameter ${param.name}`, param.performer);
      return [{ name: param.name, performer: param.performer }];
    }
    if (param.expression === undefined) return [{ name: param.name, value: param.value ?? '' }];
    const value = context.expression(node, `the parameter ${param.name}`, param.expression);
    return value ? [{ name: param.name, value }] : [];
  });
  return { name: action.name, params, ...(action.result === undefined ? {} : { result: action.result }) };
}
