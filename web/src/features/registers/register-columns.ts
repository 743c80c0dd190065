import type { Schemas } from '../../api/client.ts';
import { isFigure } from '../../card/field-value.tsx';
import type { FieldDefinition } from '../../../../src/streams/definition/field-definition.ts';
import type { DocumentColumn } from '../../../../src/streams/definition/document-columns.ts';
import type { LocalisedText } from '../../../../src/platform/languages.ts';

export type Document = Schemas['DocumentView'];

/** What a register can show of a document: something that each has, or a field of the card. */
export type Column = {
  readonly key: string;
  /** Pixels, until somebody drags it. */
  readonly width: number;
  /** Figures stand right, below each other. */
  readonly figures: boolean;
  readonly sortable: boolean;
} & ({ readonly own: DocumentColumn } | { readonly field: FieldDefinition; readonly own?: undefined });

const own: readonly (readonly [DocumentColumn, number, boolean])[] = [
  ['number', 132, true],
  ['title', 320, true],
  ['status', 148, true],
  ['responsible', 168, true],
  ['unit', 168, true],
  ['createdAt', 132, true],
  ['updatedAt', 132, true],
  ['flagged', 96, false],
];

const widths: Readonly<Partial<Record<FieldDefinition['type'], number>>> = {
  text: 208,
  longtext: 280,
  email: 224,
  phone: 152,
  taxNumber: 136,
  url: 208,
  choice: 144,
  reference: 256,
  person: 168,
  date: 124,
  datetime: 144,
  boolean: 88,
  number: 108,
  integer: 96,
  money: 136,
  table: 104,
};

/** All columns of a register, in the order in which they are offered. */
export function columnsOf(fields: readonly FieldDefinition[]): Map<string, Column> {
  const columns: Column[] = own.map(([key, width, sortable]) => ({ key, own: key, width, sortable, figures: false }));
  for (const [index, field] of fields.entries()) {
    const named = index === 0 && field.type === 'text';
    columns.push({
      key: field.key,
      field,
      width: named ? 320 : (widths[resultOf(field)] ?? 144),
      figures: isFigure(field),
      // Only by what the server has an index for: others would make everybody wait.
      sortable: field.sortable === true,
    });
  }
  return new Map(columns.map((column) => [column.key, column]));
}

/** A computed field is shown as what it gives. */
function resultOf(field: FieldDefinition): FieldDefinition['type'] {
  return field.type === 'computed' ? field.result : field.type;
}

/** The name of a column: the words of the app for what every document has. */
export function nameOf(
  column: Column,
  name: (text: LocalisedText) => string,
  ownName: (column: DocumentColumn) => string,
): string {
  return column.own === undefined ? name(column.field.name) : ownName(column.own);
}
