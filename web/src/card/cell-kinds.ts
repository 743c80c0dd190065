import type { ColumnDefinition } from '../../../src/streams/definition/field-definition.ts';
import type { FieldKind } from './field-kind.ts';
import { booleanKind } from './fields/boolean.tsx';
import { choiceKind } from './fields/choice.tsx';
import { dateKind } from './fields/date.tsx';
import { dateTimeKind } from './fields/datetime.tsx';
import { emailKind } from './fields/email.tsx';
import { integerKind } from './fields/integer.tsx';
import { longTextKind } from './fields/longtext.tsx';
import { moneyKind } from './fields/money.tsx';
import { numberKind } from './fields/number.tsx';
import { personKind } from './fields/person.tsx';
import { phoneKind } from './fields/phone.tsx';
import { referenceKind } from './fields/reference.tsx';
import { taxNumberKind } from './fields/tax-number.tsx';
import { textKind } from './fields/text.tsx';
import { urlKind } from './fields/url.tsx';

/** Every type that may be a column of a table, by its name. The compiler names what is missing here. */
export const cellKinds: { readonly [T in ColumnDefinition['type']]: FieldKind<T> } = {
  text: textKind,
  longtext: longTextKind,
  number: numberKind,
  integer: integerKind,
  money: moneyKind,
  date: dateKind,
  datetime: dateTimeKind,
  boolean: booleanKind,
  choice: choiceKind,
  reference: referenceKind,
  email: emailKind,
  phone: phoneKind,
  taxNumber: taxNumberKind,
  url: urlKind,
  person: personKind,
};

/** How a cell looks. Whoever takes the parts gives them the same column. */
export function cellKindOf(column: ColumnDefinition): FieldKind<ColumnDefinition['type']> {
  return cellKinds[column.type] as unknown as FieldKind<ColumnDefinition['type']>;
}
