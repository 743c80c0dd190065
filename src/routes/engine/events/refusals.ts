import type { Draft } from '../draft.js';
import type { StepRefusal } from '../protocol.js';
import type { Instance } from '../state.js';

/** A refusal with its code and reason. */
export const refuse = (code: StepRefusal['code'], message: string): StepRefusal => ({ code, message });

/** The instance that an event is about, if it waits; else why not. */
export function waitingInstance(draft: Draft, id: string): Instance | StepRefusal {
  const instance = draft.find(id);
  if (!instance)
    return refuse('unknown-instance', `nothing is under way at ${id}; it has been done or withdrawn meanwhile`);
  if (instance.state !== 'active') return refuse('not-waiting', `${instance.element} does not wait for this`);
  return instance;
}

/** Whether an instance could not be had. */
export function isRefusal(value: Instance | StepRefusal): value is StepRefusal {
  return 'code' in value;
}
