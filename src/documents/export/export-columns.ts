import { textIn, type Language, type LocalisedText } from '../../platform/languages.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { holdsMoney } from '../../streams/card/amount-of.js';
import { documentColumns, isDocumentColumn, type DocumentColumn } from '../../streams/definition/document-columns.js';
import { heldBy, type CompiledField, type JsonValue } from '../../streams/field-types/field-type.js';
import type { Money } from '../../streams/field-types/money.js';
import type { DocumentView } from '../document-view.js';

/** What stands in a cell: typed, so that a sheet can count with it. */
export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'money'; readonly amount: string; readonly currency: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `YYYY-MM-DD` */
  | { readonly kind: 'date'; readonly date: string }
  /** ISO 8601, UTC. */
  | { readonly kind: 'moment'; readonly at: string };

export interface ExportColumn {
  readonly name: string;
  cell(document: DocumentView): Cell;
}

const empty: Cell = { kind: 'empty' };

/** What the columns that every document has are called. */
export const columnNames: Readonly<Record<DocumentColumn, LocalisedText>> = {
  number: { en: 'Number', ru: 'Номер', pl: 'Numer', lt: 'Numeris' },
  title: { en: 'Title', ru: 'Заголовок', pl: 'Tytuł', lt: 'Pavadinimas' },
  status: { en: 'Status', ru: 'Статус', pl: 'Status', lt: 'Būsena' },
  responsible: { en: 'Responsible', ru: 'Ответственный', pl: 'Odpowiedzialny', lt: 'Atsakingas' },
  unit: { en: 'Unit', ru: 'Подразделение', pl: 'Jednostka', lt: 'Padalinys' },
  createdAt: { en: 'Registered', ru: 'Зарегистрирован', pl: 'Zarejestrowano', lt: 'Užregistruota' },
  updatedAt: { en: 'Changed', ru: 'Изменён', pl: 'Zmieniono', lt: 'Pakeista' },
  flagged: { en: 'To look through', ru: 'Проверить', pl: 'Do przejrzenia', lt: 'Peržiūrėti' },
};

/** The columns of an export; `wanted` undefined: number, status, responsible, date and all fields. Unknown names are left out. */
export function exportColumns(
  card: CompiledCard,
  wanted: readonly string[] | undefined,
  language: Language,
): ExportColumn[] {
  const keys = wanted ?? [
    ...documentColumns.filter((name) => name !== 'title' && name !== 'flagged'),
    ...card.fields.map(({ definition }) => definition.key),
  ];
  return keys.flatMap((key) => {
    if (isDocumentColumn(key))
      return [{ name: textIn(language, columnNames[key]), cell: (document) => ownCell(card, key, document, language) }];
    const field = card.field(key);
    return field
      ? [
          {
            name: textIn(language, field.definition.name),
            cell: (document: DocumentView) => fieldCell(field, document, language),
          },
        ]
      : [];
  });
}

function ownCell({ definition }: CompiledCard, key: DocumentColumn, document: DocumentView, language: Language): Cell {
  switch (key) {
    case 'status': {
      const status = definition.statuses.find((entry) => entry.key === document.status);
      return textCell(status ? textIn(language, status.name) : document.status);
    }
    case 'responsible':
      return textCell(document.responsible?.name ?? '');
    case 'unit':
      return textCell(document.unit?.name ?? '');
    case 'flagged':
      return { kind: 'boolean', value: document.flags.length > 0 };
    case 'createdAt':
    case 'updatedAt':
      return { kind: 'moment', at: document[key] };
    default:
      return textCell(document[key]);
  }
}

function fieldCell(field: CompiledField, { fields }: DocumentView, language: Language): Cell {
  const { definition } = field;
  const value = fields[definition.key];
  if (value === undefined || value === null) return empty;
  // References and persons come with their names already.
  if (definition.type === 'reference') return textCell(pointedAt(value, ['number', 'title']));
  if (definition.type === 'person') return textCell(pointedAt(value, ['name']));
  const held = heldBy(field, value);
  if (held === undefined) return empty;
  if (holdsMoney(definition)) {
    const { amount, currency } = held as unknown as Money;
    return { kind: 'money', amount, currency };
  }
  const type = definition.type === 'computed' ? definition.result : definition.type;
  if (typeof held === 'number') return { kind: 'number', number: held };
  if (typeof held === 'boolean') return { kind: 'boolean', value: held };
  if (type === 'date') return { kind: 'date', date: String(held) };
  if (type === 'datetime') return { kind: 'moment', at: String(held) };
  return textCell(field.toText(held, language));
}

function pointedAt(value: JsonValue, members: readonly string[]): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return String(value);
  const shown = value as Readonly<Record<string, JsonValue>>;
  return members.flatMap((member) => (typeof shown[member] === 'string' ? [shown[member]] : [])).join(' ');
}

function textCell(text: string): Cell {
  return text === '' ? empty : { kind: 'text', text };
}
