import { When } from '../../ui/when.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { textOf, type FieldKind, type ShowProps } from '../field-kind.ts';

function ShowMoment({ value, plain }: ShowProps<'datetime'>) {
  const { when } = useFormat();
  return plain ? (
    <time dateTime={textOf(value)}>{when(textOf(value), { time: true })}</time>
  ) : (
    <When at={textOf(value)} time />
  );
}

export const dateTimeKind: FieldKind<'datetime'> = {
  type: 'datetime',
  Show: ShowMoment,
  copy: textOf,
};
