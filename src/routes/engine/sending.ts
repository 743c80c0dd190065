import type { Expression } from '../../platform/feel/expression.js';
import type { Draft } from './draft.js';
import { raiseIncident } from './incidents.js';
import { valueFor, visibleVariables } from './scope.js';
import type { Instance } from './state.js';

/** Hands a message over to the shell. False (and an incident) where its correlation key cannot be evaluated. */
export function sendMessage(
  draft: Draft,
  instance: Instance,
  message: { readonly name: string; readonly key?: Expression },
): boolean {
  let key: unknown;
  if (message.key) {
    const result = valueFor(draft, instance, message.key);
    if ('failure' in result) {
      raiseIncident(
        draft,
        instance,
        'enter',
        'correlation-failed',
        `the correlation of ${message.name}: ${result.failure}`,
      );
      return false;
    }
    key = result.value;
  }
  draft.command({
    type: 'throw-message',
    element: instance.element,
    name: message.name,
    ...(key === undefined ? {} : { key }),
    variables: visibleVariables(draft, instance),
  });
  return true;
}
