import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import type { InputLook } from '../field-kind.ts';

interface Props extends Pick<TextInputProps, 'inputMode' | 'rightSection' | 'rightSectionWidth' | 'classNames'> {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onLeave?: (() => void) | undefined;
  readonly look: InputLook;
  /** How a value reads best; while somebody types, what was typed stays as it is. */
  readonly shown?: (text: string) => string;
  /** Words of a language; else an address or a number, which no spelling check should touch. */
  readonly words?: boolean;
}

/** One line of text. */
export function LineInput({ value, onChange, onLeave, look, shown, words = false, ...more }: Props) {
  const [typing, setTyping] = useState(false);
  return (
    <TextInput
      {...look}
      {...more}
      {...(!words && { autoCapitalize: 'off', spellCheck: false })}
      autoComplete="off"
      value={typing || !shown ? value : shown(value)}
      onChange={(event) => {
        setTyping(true);
        onChange(event.currentTarget.value);
      }}
      onBlur={() => {
        setTyping(false);
        onLeave?.();
      }}
    />
  );
}
