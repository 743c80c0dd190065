import { formatDate } from '../../../../src/streams/field-types/format-text.ts';
import type { Language } from '../../../../src/platform/languages.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { textOf, type FieldKind, type ShowProps } from '../field-kind.ts';

export function ShowDate({ value }: Pick<ShowProps, 'value'>) {
  const { language } = useFormat();
  return <time dateTime={textOf(value)}>{formatDate(textOf(value), language as Language)}</time>;
}

export const dateKind: FieldKind<'date'> = {
  type: 'date',
  Show: ShowDate,
  copy: textOf,
};
