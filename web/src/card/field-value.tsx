import type { FieldDefinition } from '../../../src/streams/definition/field-definition.ts';
import { isFilled } from './field-kind.ts';
import { kindOf } from './field-kinds.ts';

interface Props {
  readonly field: FieldDefinition;
  /** As the API answers it. */
  readonly value: unknown;
  /** One line of text with nothing to press, for a cell or an entry that opens something itself. */
  readonly plain?: boolean;
}

/** One value of a card; nothing where the field is empty. */
export function FieldValue({ field, value, plain }: Props) {
  if (!isFilled(value)) return null;
  const { Show } = kindOf(field);
  return <Show field={field} value={value} plain={plain} />;
}

/** Whether the values of a field are figures, which stand right in a column. */
export function isFigure(field: FieldDefinition): boolean {
  return kindOf(field).figures === true || (field.type === 'computed' && ['money', 'number'].includes(field.result));
}
