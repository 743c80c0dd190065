import { Textarea } from '@mantine/core';
import { textOf, type EditProps } from '../field-kind.ts';
import { sayPhone } from '../say-phone.ts';
import { DecimalInput } from './decimal-input.tsx';
import { LineInput } from './line-input.tsx';

export function EditText({ value, ...rest }: EditProps<'text'>) {
  return <LineInput words value={textOf(value)} {...lineOf(rest)} />;
}

export function EditEmail({ value, ...rest }: EditProps<'email'>) {
  return <LineInput inputMode="email" value={textOf(value)} {...lineOf(rest)} />;
}

export function EditUrl({ value, ...rest }: EditProps<'url'>) {
  return <LineInput inputMode="url" value={textOf(value)} {...lineOf(rest)} />;
}

export function EditTaxNumber({ value, ...rest }: EditProps<'taxNumber'>) {
  return <LineInput value={textOf(value)} {...lineOf(rest)} />;
}

export function EditPhone({ value, ...rest }: EditProps<'phone'>) {
  return <LineInput inputMode="tel" value={textOf(value)} shown={sayPhone} {...lineOf(rest)} />;
}

export function EditNumber({ value, ...rest }: EditProps<'number'>) {
  return <DecimalInput mode="decimal" value={textOf(value)} {...lineOf(rest)} />;
}

export function EditInteger({ value, ...rest }: EditProps<'integer'>) {
  return <DecimalInput mode="numeric" value={textOf(value)} {...lineOf(rest)} />;
}

export function EditLongText({ value, onChange, onLeave, look }: EditProps<'longtext'>) {
  return (
    <Textarea
      {...look}
      autosize
      minRows={look.variant === 'unstyled' ? 1 : 3}
      maxRows={16}
      value={textOf(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}

function lineOf({ onChange, onLeave, look }: Pick<EditProps, 'onChange' | 'onLeave' | 'look'>) {
  return { onChange, onLeave, look };
}
