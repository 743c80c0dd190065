import type { Expression } from '../../../platform/feel/expression.js';
import type { Draft } from '../draft.js';
import type { EventOf, StepRefusal } from '../protocol.js';
import { valueFor } from '../scope.js';
import type { Instance } from '../state.js';
import { deliverSignal } from '../throwing.js';
import { clearTimers, consumeTimer } from '../timers.js';
import { allWaiting, fire, waitingAt } from '../triggers.js';
import { refuse } from './refusals.js';

/** A timer is due. */
export function timer(draft: Draft, event: EventOf<'timer'>): StepRefusal | null {
  const found = Object.hasOwn(draft.timers, event.timer) ? draft.timers[event.timer] : undefined;
  const instance = found ? draft.find(found.instance) : undefined;
  if (!found || !instance) return refuse('unknown-timer', `the timer ${event.timer} is no longer set`);
  const waiting = waitingAt(draft, instance).find(({ node }) => node.id === found.element);
  if (!waiting || waiting.trigger.type !== 'timer')
    return refuse('unknown-timer', `nothing waits for the timer ${event.timer}`);
  consumeTimer(draft, found, instance, waiting.trigger.timer);
  fire(draft, waiting);
  return null;
}

/** A message has come. */
export function message(draft: Draft, event: EventOf<'message'>): StepRefusal | null {
  for (const waiting of allWaiting(draft)) {
    const { trigger } = waiting;
    if (trigger.type !== 'message' || trigger.name !== event.name) continue;
    if (trigger.key && event.key !== undefined && !sameKey(draft, waiting.instance, trigger.key, event.key)) continue;
    fire(draft, waiting, event.variables);
    return null;
  }
  return refuse('nobody-waits', `nothing in the run waits for the message ${event.name}`);
}

/** The correlation is evaluated when the message comes; one that fails does not match. */
function sameKey(draft: Draft, instance: Instance, key: Expression, wanted: unknown): boolean {
  const result = valueFor(draft, instance, key);
  return 'value' in result && result.value === wanted;
}

/** A signal has come. */
export function signal(draft: Draft, event: EventOf<'signal'>): StepRefusal | null {
  const reached = deliverSignal(draft, event.name, event.variables);
  return reached > 0 ? null : refuse('nobody-waits', `nothing in the run waits for the signal ${event.name}`);
}

/** One waiting place is made to happen, whatever it waits for. */
export function trigger(draft: Draft, event: EventOf<'trigger'>): StepRefusal | null {
  const instance = draft.find(event.instance);
  const waiting = instance && waitingAt(draft, instance).find(({ node }) => node.id === event.element);
  if (!waiting) return refuse('nobody-waits', `${event.element} does not wait for anything at ${event.instance}`);
  if (waiting.trigger.type === 'timer') clearTimers(draft, instance.id, event.element);
  fire(draft, waiting, event.variables);
  return null;
}
