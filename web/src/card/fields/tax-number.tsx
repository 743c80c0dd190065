import { textOf, type FieldKind } from '../field-kind.ts';

export const taxNumberKind: FieldKind<'taxNumber'> = {
  type: 'taxNumber',
  Show: ({ value }) => <span className="figures">{textOf(value)}</span>,
  copy: textOf,
};
