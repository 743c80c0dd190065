import { textOf, type FieldKind } from '../field-kind.ts';
import { LineInput } from './line-input.tsx';

export const textKind: FieldKind<'text'> = {
  type: 'text',
  Show: ({ value }) => textOf(value),
  Edit: ({ value, onChange, onLeave, look }) => (
    <LineInput words value={textOf(value)} onChange={onChange} onLeave={onLeave} look={look} />
  ),
  copy: textOf,
};
