import type { DocumentRow } from '../../documents/document-row.js';
import { textIn, type Language } from '../../platform/languages.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';

/** A document with its card and the documents that its card refers to, by the field that refers to them. */
export interface DocumentWithReferences {
  readonly row: DocumentRow;
  readonly card: CompiledCard;
  readonly references: ReadonlyMap<string, { readonly row: DocumentRow; readonly card: CompiledCard }>;
}

export interface ResponsibleView {
  readonly name: string;
  readonly post: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

/** What every template sees of the document itself. */
export interface PaperDocument {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly createdAt: string;
  readonly responsible: ResponsibleView | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * What the `view` expressions of a template see: `document`, `card` (fields as they are stored, so money stays exact;
 * a reference is the other document's fields with its id, number, title and createdAt), `shown` (the same as people
 * read them) and `source` (who sent it).
 */
export function paperScope(
  document: DocumentWithReferences,
  paper: PaperDocument,
  language: Language,
): Record<string, unknown> {
  const { row, card } = document;
  return {
    document: paper,
    card: { ...stored(card, row.fields), ...expanded(document) },
    shown: shown(card, row.fields, language),
    source: sourceOf(row),
  };
}

/** The document as papers show it: the status and choices by their labels, everything else as it is stored. */
export function paperDocument(
  { row, card }: Pick<DocumentWithReferences, 'row' | 'card'>,
  responsible: ResponsibleView | null,
  language: Language,
): PaperDocument {
  const status = card.definition.statuses.find(({ key }) => key === row.status);
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    status: status ? textIn(language, status.name) : row.status,
    createdAt: row.createdAt.toISOString(),
    responsible,
    fields: { ...stored(card, row.fields), ...choiceLabels(card, row.fields, language) },
  };
}

/** Every field by its key, null where empty. */
function stored(card: CompiledCard, values: CardValues): Record<string, unknown> {
  return Object.fromEntries(card.fields.map(({ definition: { key } }) => [key, values[key] ?? null]));
}

function shown(card: CompiledCard, values: CardValues, language: Language): Record<string, string | null> {
  return Object.fromEntries(
    card.fields.map((field) => {
      const value = values[field.definition.key];
      return [field.definition.key, value === undefined ? null : field.toText(value, language)];
    }),
  );
}

function choiceLabels(card: CompiledCard, values: CardValues, language: Language): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const field of card.fields) {
    const value = values[field.definition.key];
    if (field.definition.type === 'choice' && value !== undefined)
      labels[field.definition.key] = field.toText(value, language);
  }
  return labels;
}

function expanded({ references }: DocumentWithReferences): Record<string, unknown> {
  return Object.fromEntries(
    [...references].map(([key, { row, card }]) => [
      key,
      {
        ...stored(card, row.fields),
        id: row.id,
        number: row.number,
        title: row.title,
        createdAt: row.createdAt.toISOString(),
      },
    ]),
  );
}

function sourceOf({ source }: DocumentRow): Record<string, unknown> {
  const { name = null, email = null, phone = null } = source.sender ?? {};
  return { channel: source.channel ?? null, language: source.language ?? null, sender: { name, email, phone } };
}
