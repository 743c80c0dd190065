import { useFormat } from '../../i18n/use-format.ts';
import { textOf, type FieldKind, type ShowProps } from '../field-kind.ts';

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
  copy: textOf,
};
