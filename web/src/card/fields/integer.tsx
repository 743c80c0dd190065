import { textOf, type FieldKind } from '../field-kind.ts';
import { ShowNumber } from './number.tsx';

export const integerKind: FieldKind<'integer'> = {
  type: 'integer',
  figures: true,
  Show: ShowNumber,
  copy: textOf,
};
