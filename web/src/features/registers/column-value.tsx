import { FieldValue } from '../../card/field-value.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column, Document } from './register-columns.ts';
import type { RowWords } from './use-row-words.ts';

interface Props {
  readonly column: Column;
  readonly document: Document;
  readonly words: RowWords;
}

/** What a document has in a column, in one line with nothing to press. */
export function ColumnValue({ column, document, words }: Props) {
  switch (column.own) {
    case undefined:
      return <FieldValue field={column.field} value={document.fields[column.key]} plain />;
    case 'status': {
      const { name, tone } = words.status(document.status);
      return <StatusBadge tone={tone}>{name}</StatusBadge>;
    }
    case 'responsible':
    case 'unit':
      return document[column.own]?.name;
    case 'createdAt':
    case 'updatedAt':
      return words.when(document[column.own]);
    case 'flagged':
      return document.flags.length > 0 ? words.flagged : null;
    case 'number':
    case 'title':
      return document[column.own];
  }
}

/** Whether a document has nothing in a column. */
export function isEmptyIn(column: Column, document: Document): boolean {
  const value = column.own === undefined ? document.fields[column.key] : 'always';
  return value === undefined || value === null || value === '';
}
