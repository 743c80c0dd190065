import { textOf, type FieldKind } from '../field-kind.ts';
import { LineInput } from './line-input.tsx';

export const taxNumberKind: FieldKind<'taxNumber'> = {
  type: 'taxNumber',
  Show: ({ value }) => <span className="figures">{textOf(value)}</span>,
  Edit: ({ value, onChange, onLeave, look }) => (
    <LineInput value={textOf(value)} onChange={onChange} onLeave={onLeave} look={look} />
  ),
  copy: textOf,
};
