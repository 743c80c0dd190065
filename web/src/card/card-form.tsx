import { useState } from 'react';
import type { FieldDefinition } from '../../../src/streams/definition/field-definition.ts';
import type { Fault } from '../api/client.ts';
import { useFormat } from '../i18n/use-format.ts';
import { sectionsOf, type CardStream, type TypedValues } from './card-stream.ts';
import styles from './card.module.css';
import { inputOf } from './field-inputs.ts';
import { kindOf } from './field-kinds.ts';
import type { CardCheck } from './use-card-check.ts';

interface Props {
  readonly stream: CardStream;
  /** What was typed, with what the document held before; changed by `onChange` alone. */
  readonly values: TypedValues;
  readonly onChange: (values: TypedValues, key: string) => void;
  /** What `useCardCheck` says of the values: faults, computed values, what is hidden and what must be filled. */
  readonly check: CardCheck;
  /** Faults that the server told; each goes when its field is changed. */
  readonly faults?: readonly Fault[] | undefined;
  /** Keys of fields that may not be changed; `true` for all of them. */
  readonly disabled?: ReadonlySet<string> | boolean | undefined;
  /** Keys of fields to show, in the order of the card; all of them unless said. */
  readonly only?: readonly string[] | undefined;
  /** Tell everything that is wrong, not only in fields that were left: after an attempt to save. */
  readonly tried?: boolean | undefined;
  /** Key of the field to begin with. */
  readonly focus?: string | undefined;
}

/** A card to be filled: inputs in sections, told what is wrong with them while they are filled. */
export function CardForm({ stream, values, onChange, check, faults = [], disabled, only, tried, focus }: Props) {
  const { name } = useFormat();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const fields = stream.fields.filter(({ key }) => (!only || only.includes(key)) && !check.hidden.has(key));
  const change = (key: string, value: unknown) => onChange({ ...values, [key]: value }, key);
  const faultsOf = (key: string): readonly Fault[] => {
    const live = tried || left.has(key) ? faultsAt(check.problems, key) : [];
    return live.length > 0 ? live : faultsAt(faults, key);
  };
  return (
    <div className={styles.card}>
      {sectionsOf(fields).map((section, index) => (
        <fieldset key={index} className={styles.section}>
          {section.name !== null && <legend className={styles.group}>{name(section.name)}</legend>}
          <div className={styles.inputs}>
            {section.fields.map((field) => (
              <FormField
                key={field.key}
                field={field}
                value={field.type === 'computed' && check.ready ? check.values[field.key] : values[field.key]}
                onChange={(value) => change(field.key, value)}
                onLeave={() => setLeft((before) => new Set(before).add(field.key))}
                faults={faultsOf(field.key)}
                required={check.required.has(field.key)}
                disabled={
                  disabled === true ||
                  stream.locked?.includes(field.key) === true ||
                  (disabled instanceof Set && disabled.has(field.key))
                }
                focus={focus === field.key}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

/** What is wrong with a field, or with something in it. */
function faultsAt(faults: readonly Fault[], key: string): readonly Fault[] {
  return faults.filter(({ path }) => path === `fields.${key}` || path.startsWith(`fields.${key}[`));
}

interface FieldProps {
  readonly field: FieldDefinition;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly onLeave: () => void;
  readonly faults: readonly Fault[];
  readonly required: boolean;
  readonly disabled: boolean;
  readonly focus: boolean;
}

function FormField({ field, value, onChange, onLeave, faults, required, disabled, focus }: FieldProps) {
  const { name } = useFormat();
  const { wide } = kindOf(field);
  const Edit = inputOf(field);
  const path = `fields.${field.key}`;
  const own = faults.find((fault) => fault.path === path);
  return (
    <div className={styles.input} data-wide={wide} data-field={field.key}>
      <Edit
        field={field}
        value={value}
        onChange={onChange}
        onLeave={onLeave}
        faultAt={(below) => faults.find((fault) => fault.path === path + below)?.message}
        look={{
          label: name(field.name),
          ...(field.help !== undefined && { description: name(field.help) }),
          error: own?.message,
          withAsterisk: required,
          disabled,
          autoFocus: focus,
        }}
      />
    </div>
  );
}
