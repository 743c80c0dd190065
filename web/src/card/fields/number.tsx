import { useFormat } from '../../i18n/use-format.ts';
import { textOf, type EditProps, type FieldKind, type ShowProps } from '../field-kind.ts';
import { DecimalInput } from './decimal-input.tsx';

/** Every digit that is kept: Intl would round at the third. */
export function ShowNumber({ value }: Pick<ShowProps, 'value'>) {
  const { number } = useFormat();
  const text = textOf(value);
  return <span className="figures">{number(text, text.split('.')[1]?.length ?? 0)}</span>;
}

export const numberKind: FieldKind<'number'> = {
  type: 'number',
  figures: true,
  Show: ShowNumber,
  Edit: ({ value, onChange, onLeave, look }: EditProps<'number'>) => (
    <DecimalInput value={textOf(value)} onChange={onChange} onLeave={onLeave} look={look} mode="decimal" />
  ),
  copy: textOf,
};
