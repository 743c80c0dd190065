import type { FieldDefinition, FieldTypeName } from '../definition/field-definition.js';
import type { CompiledField, FieldType } from './field-type.js';
import { booleanType } from './boolean.js';
import { choiceType } from './choice.js';
import { computedType } from './computed.js';
import { dateType } from './date.js';
import { dateTimeType } from './datetime.js';
import { emailType } from './email.js';
import { integerType } from './integer.js';
import { longTextType } from './longtext.js';
import { moneyType } from './money.js';
import { numberType } from './number.js';
import { personType } from './person.js';
import { phoneType } from './phone.js';
import { referenceType } from './reference.js';
import { tableType } from './table.js';
import { taxNumberType } from './tax-number.js';
import { textType } from './text.js';
import { urlType } from './url.js';

/** Every field type by its name. The compiler names what is missing here. */
export const fieldTypes: { readonly [T in FieldTypeName]: FieldType<T> } = {
  text: textType,
  longtext: longTextType,
  number: numberType,
  integer: integerType,
  money: moneyType,
  date: dateType,
  datetime: dateTimeType,
  boolean: booleanType,
  choice: choiceType,
  reference: referenceType,
  table: tableType,
  email: emailType,
  phone: phoneType,
  taxNumber: taxNumberType,
  url: urlType,
  person: personType,
  computed: computedType,
};

/** True for the name of a field type. */
export function isFieldType(name: unknown): name is FieldTypeName {
  return typeof name === 'string' && Object.hasOwn(fieldTypes, name);
}

/** Compiles one field of a card, or one column of a table. */
export function compileField(definition: FieldDefinition): CompiledField {
  return fieldTypeOf(definition).compile(definition, compileField);
}

/** What is wrong with the options of one field beyond their shape. */
export function verifyField(definition: FieldDefinition): { path: string; message: string }[] {
  return fieldTypeOf(definition).verify?.(definition) ?? [];
}

/** The type of a definition, typed by its own union member. */
function fieldTypeOf<T extends FieldTypeName>(definition: { readonly type: T }): FieldType<FieldTypeName> {
  return fieldTypes[definition.type] as unknown as FieldType<FieldTypeName>;
}
