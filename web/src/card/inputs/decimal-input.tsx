import type { ReactNode } from 'react';
import { useFormat } from '../../i18n/use-format.ts';
import type { InputLook } from '../field-kind.ts';
import { typedDecimal } from '../typed-decimal.ts';
import styles from '../fields/fields.module.css';
import { LineInput } from './line-input.tsx';

interface Props {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onLeave?: (() => void) | undefined;
  readonly look: InputLook;
  readonly mode: 'decimal' | 'numeric';
  readonly unit?: ReactNode;
  readonly unitWidth?: number;
}

/** A number typed as people write it in their language; figures stand right in the columns of a table. */
export function DecimalInput({ value, onChange, onLeave, look, mode, unit, unitWidth = 48 }: Props) {
  const { language } = useFormat();
  return (
    <LineInput
      inputMode={mode}
      value={value}
      onChange={onChange}
      onLeave={onLeave}
      look={look}
      shown={(text) => typedDecimal(text, language)}
      {...(look.variant === 'unstyled' && { classNames: { input: styles.figures } })}
      {...(unit !== undefined && { rightSection: unit, rightSectionWidth: unitWidth })}
    />
  );
}
