import { textOf, type FieldKind } from '../field-kind.ts';

export const textKind: FieldKind<'text'> = {
  type: 'text',
  Show: ({ value }) => textOf(value),
  copy: textOf,
};
