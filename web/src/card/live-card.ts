import type { FieldDefinition } from '../../../src/streams/definition/field-definition.ts';
import { cardScope, type CardValues } from '../../../src/streams/card/card-scope.ts';
import { compileCheck, type CheckOptions } from '../../../src/streams/card/check-values.ts';
import { compileConditions } from '../../../src/streams/card/conditions.ts';
import { compileField } from '../../../src/streams/field-types/registry.ts';
import type { Fault } from '../api/client.ts';
import type { TypedValues } from './card-stream.ts';
import { storedValues } from './stored-values.ts';

export interface LiveOptions extends Omit<CheckOptions, 'previous'> {
  /** As the API answered them. */
  readonly previous?: TypedValues | undefined;
}

/** What can be said of a card while it is filled. */
export interface LiveCheck {
  /** The values as the server would store them. */
  readonly values: CardValues;
  /** What the server would say. */
  readonly problems: readonly Fault[];
  readonly hidden: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  /** What is to be sent: without what the card computes and what does not belong on it now. */
  readonly toSend: TypedValues;
}

export type LiveCard = (typed: TypedValues, options: LiveOptions) => LiveCheck;

/**
 * The server's own check of a card, run while somebody types. With the mode `edit`, `typed` is a patch. What was typed into
 * a field that is hidden now is kept in the form and not sent. Whether documents and people exist only the server knows.
 */
export function compileLiveCard(fields: readonly FieldDefinition[]): LiveCard {
  const compiled = fields.map(compileField);
  const conditions = compileConditions(fields);
  const check = compileCheck(compiled, conditions);
  const computed = new Set(fields.filter(({ type }) => type === 'computed').map(({ key }) => key));
  return (typed, { previous, ...options }) => {
    const stored = previous && storedValues(fields, previous);
    const checked = check(typed, { ...options, ...(stored && { previous: stored }) });
    const scope = { ...cardScope(compiled, checked.values), status: options.status ?? null };
    const { hidden, required } = conditions.demands(scope);
    return {
      values: checked.values,
      problems: checked.problems.filter(({ code }) => code !== 'hidden-field'),
      hidden,
      required,
      toSend: Object.fromEntries(Object.entries(typed).filter(([key]) => !computed.has(key) && !hidden.has(key))),
    };
  };
}
