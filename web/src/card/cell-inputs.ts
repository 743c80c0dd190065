import type { ColumnDefinition } from '../../../src/streams/definition/field-definition.ts';
import type { FieldInput } from './field-kind.ts';
import { EditBoolean } from './inputs/boolean.tsx';
import { EditChoice } from './inputs/choice.tsx';
import { EditDate } from './inputs/date.tsx';
import { EditMoment } from './inputs/datetime.tsx';
import {
  EditEmail,
  EditInteger,
  EditLongText,
  EditNumber,
  EditPhone,
  EditTaxNumber,
  EditText,
  EditUrl,
} from './inputs/lines.tsx';
import { EditMoney } from './inputs/money.tsx';
import { EditPerson } from './inputs/person.tsx';
import { EditReference } from './inputs/reference.tsx';

/** How every type is typed that may be a column of a table. The compiler names what is missing here. */
export const cellInputs: { readonly [T in ColumnDefinition['type']]: FieldInput<T> } = {
  text: EditText,
  longtext: EditLongText,
  number: EditNumber,
  integer: EditInteger,
  money: EditMoney,
  date: EditDate,
  datetime: EditMoment,
  boolean: EditBoolean,
  choice: EditChoice,
  reference: EditReference,
  email: EditEmail,
  phone: EditPhone,
  taxNumber: EditTaxNumber,
  url: EditUrl,
  person: EditPerson,
};

/** How a cell is typed. Whoever takes it gives it the same column. */
export function cellInputOf(column: ColumnDefinition): FieldInput<ColumnDefinition['type']> {
  return cellInputs[column.type] as unknown as FieldInput<ColumnDefinition['type']>;
}
