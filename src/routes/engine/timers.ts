import type { TimerPlan } from '../compile/route-graph.js';
import { readCycle } from '../conditions/repetition.js';
import type { Due } from '../conditions/repetition.js';
import type { Draft } from './draft.js';
import { raiseIncident } from './incidents.js';
import { valueFor } from './scope.js';
import type { Instance, TimerState } from './state.js';

/** Sets a timer for `instance`; a value that cannot be read is an incident. */
export function armTimer(draft: Draft, instance: Instance, element: string, plan: TimerPlan): void {
  const text = timerText(draft, instance, plan);
  if ('failure' in text) {
    raiseIncident(draft, instance, 'arm', 'timer-failed', `the time of the timer: ${text.failure}`, element);
    return;
  }
  let due: Due;
  let repeat: number | null | undefined;
  if (plan.kind === 'cycle') {
    const cycle = readCycle(text.value);
    if (!cycle) {
      raiseIncident(
        draft,
        instance,
        'arm',
        'timer-failed',
        `"${text.value}" is not a repetition such as R3/PT1H`,
        element,
      );
      return;
    }
    due = cycle.first;
    repeat = cycle.repeat;
  } else due = { kind: plan.kind, value: text.value };
  setTimer(draft, instance, element, due, repeat);
}

function setTimer(
  draft: Draft,
  instance: Instance,
  element: string,
  due: Due,
  repeat: number | null | undefined,
): void {
  const id = draft.nextId('t');
  draft.timers[id] = {
    id,
    instance: instance.id,
    element,
    ...(repeat === undefined ? {} : { repeat }),
    due,
    setAt: draft.at,
  };
  draft.command({ type: 'set-timer', timer: id, instance: instance.id, element, due });
}

function timerText(draft: Draft, instance: Instance, plan: TimerPlan): { value: string } | { failure: string } {
  if (typeof plan.value === 'string') return { value: plan.value };
  const result = valueFor(draft, instance, plan.value);
  if ('failure' in result) return result;
  return typeof result.value === 'string'
    ? { value: result.value }
    : { failure: `"${plan.value.source}" does not give a text` };
}

/** Takes a fired timer away and, for a repetition that goes on, sets the next one. */
export function consumeTimer(draft: Draft, timer: TimerState, instance: Instance, plan: TimerPlan): void {
  delete draft.timers[timer.id];
  if (timer.repeat === undefined || timer.repeat === 0) return;
  const text = timerText(draft, instance, plan);
  const cycle = 'failure' in text ? null : readCycle(text.value);
  if (!cycle) return;
  setTimer(
    draft,
    instance,
    timer.element,
    { kind: 'duration', value: cycle.every },
    timer.repeat === null ? null : timer.repeat - 1,
  );
}

/** Clears the timers of an instance, all or those of one element. */
export function clearTimers(draft: Draft, instance: string, element?: string): void {
  for (const id in draft.timers) {
    const timer = draft.timers[id];
    if (timer?.instance !== instance || (element !== undefined && timer.element !== element)) continue;
    delete draft.timers[timer.id];
    draft.command({ type: 'clear-timer', timer: timer.id });
  }
}
