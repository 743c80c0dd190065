import type { Expression } from '../../platform/feel/expression.js';
import type { Draft } from './draft.js';
import { raiseIncident } from './incidents.js';
import { valueFor, visibleVariables } from './scope.js';
import type { Instance } from './state.js';

/** Of what travels with a message or signal: characters of its JSON. More belongs on the document. */
export const largestPayload = 65_536;

/**
 * What travels with a message or signal: the variables visible where it is thrown. Undefined (and an incident) where that
 * is too much.
 */
export function payloadOf(
  draft: Draft,
  instance: Instance,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  const variables = visibleVariables(draft, instance);
  const { length } = JSON.stringify(variables);
  if (length <= largestPayload) return variables;
  const message = `the variables that go with ${name} have ${length} characters; at most ${largestPayload} travel`;
  raiseIncident(draft, instance, 'enter', 'payload-too-large', message);
  return undefined;
}

/** Hands a message over to the shell. False (and an incident) where its key cannot be evaluated, or too much goes with it. */
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
  const variables = payloadOf(draft, instance, message.name);
  if (!variables) return false;
  draft.command({
    type: 'throw-message',
    element: instance.element,
    name: message.name,
    ...(key === undefined ? {} : { key }),
    variables,
  });
  return true;
}
