import type { Draft } from './draft.js';
import type { EventOf, RouteEvent, StepRefusal } from './protocol.js';
import { start } from './events/start-run.js';
import { activate, completeTask, resolveFailed, skipTask, taskError, taskEscalation } from './events/tasks.js';
import { actionDone, actionFailed } from './events/actions.js';
import { message, signal, timer, trigger } from './events/occurrences.js';
import { cancel, changeVariables, move, retry } from './events/repair.js';
import { restore } from './events/restore.js';
import { refuse } from './events/refusals.js';
import { reopen } from './events/reopen.js';

/** What each kind of event does to a run. */
const handlers: { readonly [T in RouteEvent['type']]: (draft: Draft, event: EventOf<T>) => StepRefusal | null } = {
  start,
  complete: completeTask,
  skip: skipTask,
  reopen,
  timer,
  message,
  signal,
  trigger,
  'action-done': actionDone,
  'action-failed': actionFailed,
  'task-error': taskError,
  'task-escalation': taskEscalation,
  'resolve-failed': resolveFailed,
  retry,
  'set-variables': changeVariables,
  activate,
  move,
  'facts-changed': () => null,
  cancel,
  restore,
};

/** Lets an event happen to a run; a refusal means that nothing may be kept of the draft. */
export function handle(draft: Draft, event: RouteEvent): StepRefusal | null {
  if (event.type !== 'start' && draft.status === 'new') return refuse('not-started', 'the run has not been started');
  // The decision that has ended a run may be taken back.
  const reopens = draft.status === 'finished' && event.type === 'restore' && event.reason === 'recall';
  if ((draft.status === 'finished' || draft.status === 'cancelled') && !reopens)
    return refuse('run-ended', `the run is ${draft.status}`);
  const handler = handlers[event.type] as (draft: Draft, event: RouteEvent) => StepRefusal | null;
  return handler(draft, event);
}
