import { textOf, type FieldKind } from '../field-kind.ts';
import { DecimalInput } from './decimal-input.tsx';
import { ShowNumber } from './number.tsx';

export const integerKind: FieldKind<'integer'> = {
  type: 'integer',
  figures: true,
  Show: ShowNumber,
  Edit: ({ value, onChange, onLeave, look }) => (
    <DecimalInput value={textOf(value)} onChange={onChange} onLeave={onLeave} look={look} mode="numeric" />
  ),
  copy: textOf,
};
