import { textIn, type Language } from '../../platform/languages.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import type { DocumentRow } from '../../documents/document-row.js';
import { personView } from '../../documents/document-view.js';
import { digitsOf, type SearchTerm } from '../../documents/search/search-terms.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { heldBy, type CompiledField } from '../../streams/field-types/field-type.js';
import { findDigitMarks, findMarks, folded, snippetOf, type Mark } from './marks.js';
import type { DocumentHit, Fact, MatchedField } from './search-hit.js';

const mostFacts = 3;
/** What tells documents apart, the best first. */
const tellingTypes = ['taxNumber', 'phone', 'email', 'money', 'date', 'choice'] as const;
const worded: ReadonlySet<string> = new Set(['text', 'longtext', 'email', 'phone', 'taxNumber', 'url', 'table']);

export interface Presented {
  readonly card: CompiledCard;
  readonly row: DocumentRow;
  readonly terms: readonly SearchTerm[];
  readonly language: Language;
  readonly org: Organisation;
}

/** A found document with the places where it holds what was looked for. */
export function presentDocument(
  found: Presented,
  { score, corrected }: Pick<DocumentHit, 'score' | 'corrected'>,
): DocumentHit {
  const { row, terms, org } = found;
  const titleMarks = marksIn(row.title, terms);
  const numberMarks = marksIn(row.number, terms);
  const match = matchedField(found, termsIn(`${row.number}\n${row.title}`, terms));
  return {
    kind: 'document',
    ...{ id: row.id, stream: row.stream, number: row.number, title: row.title, status: row.status },
    ...{ score, corrected, numberMarks, titleMarks },
    ...(match && { match }),
    facts: factsOf(found),
    responsible: row.responsibleId === null ? null : personView(row.responsibleId, org),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The field that holds most of what number and title lack; undefined when they lack nothing that a field has. */
function matchedField(
  { card, row, terms, language }: Presented,
  inTitle: ReadonlySet<SearchTerm>,
): MatchedField | undefined {
  const missing = terms.filter((term) => !inTitle.has(term));
  let best: { field: CompiledField; text: string; found: number } | undefined;
  for (const field of missing.length === 0 ? [] : card.fields) {
    const text = worded.has(field.definition.type) ? textOf(field, row, language) : undefined;
    if (text === undefined) continue;
    const found = termsIn(text, missing).size;
    if (found > (best?.found ?? 0)) best = { field, text, found };
  }
  if (!best) return undefined;
  const { key, name } = best.field.definition;
  return { field: key, name: textIn(language, name), ...snippetOf(best.text, marksIn(best.text, terms)) };
}

/** The terms of which a text holds one of the ways. */
function termsIn(text: string, terms: readonly SearchTerm[]): Set<SearchTerm> {
  return new Set(terms.filter((term) => marksOf(text, term).length > 0));
}

function marksIn(text: string, terms: readonly SearchTerm[]): Mark[] {
  const marks = terms.flatMap((term) => marksOf(text, term));
  return marks.sort((a, b) => a[0] - b[0]).filter(([start], index) => start >= (marks[index - 1]?.[1] ?? 0));
}

/** The first way of the term that the text holds whole, be it with other separators between the digits. */
function marksOf(text: string, term: SearchTerm): Mark[] {
  const whole = folded(text);
  for (const parts of term.ways) {
    const needles = parts.map(folded);
    if (needles.every((needle) => needle !== '' && whole.includes(needle))) return findMarks(text, needles);
  }
  if (digitsOf(term) === undefined) return [];
  for (const parts of term.ways) {
    const marks = findDigitMarks(text, parts.join('').replace(/\D/g, ''));
    if (marks.length > 0) return marks;
  }
  return [];
}

function factsOf({ card, row, language }: Presented): Fact[] {
  const rank = (field: CompiledField) => (tellingTypes as readonly string[]).indexOf(field.definition.type);
  const telling = card.fields.filter((field) => rank(field) >= 0).sort((a, b) => rank(a) - rank(b));
  const filled = telling.flatMap((field) => {
    const text = textOf(field, row, language);
    const { key, name } = field.definition;
    return text === undefined ? [] : [{ field: key, name: textIn(language, name), text }];
  });
  return filled.slice(0, mostFacts);
}

function textOf(field: CompiledField, row: DocumentRow, language: Language): string | undefined {
  const value = heldBy(field, row.fields[field.definition.key]);
  return value === undefined ? undefined : field.toText(value, language);
}
