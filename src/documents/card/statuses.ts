import type { Problem } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { cardProblem } from './card-messages.js';

/** What is wrong with a status for documents of the stream; undefined when it is one of theirs. */
export function statusProblem(card: CompiledCard, status: string, language: Language): Problem | undefined {
  const keys = card.definition.statuses.map(({ key }) => key);
  return keys.includes(status) ? undefined : cardProblem('status', 'unknown-status', language, keys.join(', '));
}
