import { canonicalJson } from '../../platform/canonical-json.js';
import type { Actor } from '../../platform/context.js';
import type { Problem } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import { hiddenFields, lockedFields } from '../../streams/access/field-rights.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { isEmpty } from '../../streams/field-types/clean-text.js';
import { faultToProblem } from '../../streams/field-types/fault-messages.js';
import { Faults } from '../../streams/field-types/faults.js';
import { cardProblem } from './card-messages.js';

/**
 * What was sent for fields that the actor may not change. A field that the actor sees may come back as it was; one that is
 * hidden is as unknown as one that does not exist. `before`: the card until now, empty at registration.
 */
export function lockedProblems(
  card: CompiledCard,
  actor: Actor,
  sent: Readonly<Record<string, unknown>>,
  { before, language }: { readonly before: CardValues; readonly language: Language },
): Problem[] {
  const locked = lockedFields(card, actor);
  if (locked.size === 0) return [];
  const hidden = hiddenFields(card, actor);
  return Object.keys(sent).flatMap((key): Problem[] => {
    const path = `fields.${key}`;
    if (hidden.has(key)) return [faultToProblem({ path, code: 'unknown-field', parameters: {} }, language)];
    if (!locked.has(key) || same(card, key, sent[key], before)) return [];
    return [cardProblem(path, 'field-locked', language)];
  });
}

function same(card: CompiledCard, key: string, sent: unknown, before: CardValues): boolean {
  if (isEmpty(sent)) return before[key] === undefined;
  const value = card.field(key)?.check(sent, key, new Faults());
  return canonicalJson(value ?? null) === canonicalJson(before[key] ?? null);
}
