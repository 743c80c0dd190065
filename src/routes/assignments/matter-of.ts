import type { Matter } from '../../organisation/substitution/matter.js';
import { amountOf } from '../../streams/card/amount-of.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';

/** A document as substitutions look at it. A stream that is no longer configured has no amount. */
export function matterOf(
  cards: readonly CompiledCard[],
  { stream, fields }: { readonly stream: string; readonly fields: CardValues },
): Matter {
  const card = cards.find((known) => known.stream === stream);
  return { stream, amount: card ? amountOf(card.definition, fields) : null };
}
