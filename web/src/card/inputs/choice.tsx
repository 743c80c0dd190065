import { MultiSelect, Select } from '@mantine/core';
import { useFormat } from '../../i18n/use-format.ts';
import { textOf, type EditProps } from '../field-kind.ts';

/** With more options than these, typing finds one sooner than looking. */
const seenAtOnce = 7;

export function EditChoice({ field, value, onChange, onLeave, look }: EditProps<'choice'>) {
  const { name } = useFormat();
  const data = field.options.map((option) => ({ value: option.key, label: name(option.name) }));
  const shared = { ...look, data, onBlur: onLeave, searchable: data.length > seenAtOnce };
  if (field.many) {
    const chosen = Array.isArray(value) ? value.map(String) : [];
    return <MultiSelect {...shared} value={chosen} onChange={onChange} clearable hidePickedOptions />;
  }
  return (
    <Select
      {...shared}
      value={textOf(value) || null}
      onChange={onChange}
      clearable={!field.required}
      allowDeselect={!field.required}
    />
  );
}
