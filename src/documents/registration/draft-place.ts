import type { Actor } from '../../platform/context.js';
import type { Problem } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import type { Organisation, Person } from '../../organisation/directory/organisation.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { cardProblem } from '../card/card-messages.js';
import { statusProblem } from '../card/statuses.js';
import type { RegisterRequest } from './register-request.js';

/** Where a new document stands: its status, whose it is, and whether levels of access reach it. */
export interface DraftPlace {
  readonly status: string;
  readonly responsibleId: string | null;
  readonly unitId: string | null;
  readonly confidential: boolean;
}

/**
 * Finds the place of a new document. Nobody said to be responsible, those who register it are, where the stream says so
 * of their role. Without a unit it belongs to the first unit of the responsible person, else of the author. What does not exist is told and replaced by what would hold without it.
 */
export function placeDraft(
  org: Organisation,
  author: Actor,
  card: CompiledCard,
  request: RegisterRequest,
  language: Language,
): { place: DraftPlace; problems: Problem[] } {
  const problems: Problem[] = [];
  const { initial } = card.definition;
  const status = request.status ?? initial;
  const wrongStatus = statusProblem(card, status, language);
  if (wrongStatus) problems.push(wrongStatus);
  const responsible = responsibleOf(org, author, card, request);
  if (request.responsibleId && !responsible) problems.push(cardProblem('responsible', 'person-not-found', language));
  const unit = request.unitId ? org.units.get(request.unitId) : undefined;
  if (request.unitId && !unit) problems.push(cardProblem('unit', 'unit-not-found', language));
  const place = {
    status: wrongStatus ? initial : status,
    responsibleId: responsible?.id ?? null,
    unitId: unit?.id ?? responsible?.unitIds[0] ?? author.unitIds[0] ?? null,
    confidential: request.confidential ?? card.definition.confidential ?? false,
  };
  return { place, problems };
}

function responsibleOf(
  org: Organisation,
  author: Actor,
  { definition }: CompiledCard,
  { responsibleId }: RegisterRequest,
): Person | undefined {
  if (responsibleId !== undefined) return responsibleId === null ? undefined : org.persons.get(responsibleId);
  const writer = org.persons.get(author.id);
  return writer && definition.responsible?.some((role) => writer.roles.includes(role)) ? writer : undefined;
}
