import { useFormat } from '../../i18n/use-format.ts';
import type { FieldKind, ShowProps } from '../field-kind.ts';

function ShowChoice({ field, value }: ShowProps<'choice'>) {
  const { name } = useFormat();
  const names = new Map(field.options.map((option) => [option.key, option.name]));
  return (Array.isArray(value) ? value : [value]).map((key) => name(names.get(String(key)) ?? String(key))).join(', ');
}

export const choiceKind: FieldKind<'choice'> = { type: 'choice', Show: ShowChoice };
