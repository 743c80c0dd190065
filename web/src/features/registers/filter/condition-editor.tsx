import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { inputOf } from '../../../card/field-inputs.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { Condition } from '../register-search.ts';
import { isComplete, isMoment, toCondition, toDraft, type Draft } from './conditions.ts';
import type { Ask, FilterField } from './filter-fields.ts';
import styles from './filter.module.css';
import { useAskName, useFieldName } from './names.ts';

/** The options lie inside of the form, and the list of them is what scrolls. */
const within = {
  comboboxProps: { withinPortal: false },
  withScrollArea: false,
  styles: { options: { maxHeight: 264, overflowY: 'auto' } },
} as const;

interface Props {
  readonly fields: readonly FilterField[];
  /** What is changed; absent for a new one. */
  readonly condition?: Condition | undefined;
  /** The field that a new one begins with. */
  readonly field?: string | undefined;
  readonly onApply: (condition: Condition) => void;
}

/** Puts one condition together: a field, what is asked of it, and a value typed as on the card. */
export function ConditionEditor({ fields, condition, field: begun, onApply }: Props) {
  const { t } = useTranslation('registers');
  const fieldName = useFieldName();
  const askName = useAskName();
  const [key, setKey] = useState<string | null>(condition?.field ?? begun ?? null);
  const field = fields.find((known) => known.key === key);
  const [draft, setDraft] = useState<Draft>(() => firstDraft(field, condition));
  const choose = (next: string | null) => {
    setKey(next);
    setDraft(firstDraft(fields.find((known) => known.key === next)));
  };
  const made = field && toCondition(field, draft);
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (made) onApply(made);
      }}
    >
      <Select
        label={t('filter.field')}
        data={fields.map((known) => ({ value: known.key, label: fieldName(known) }))}
        value={key}
        onChange={choose}
        searchable
        autoFocus={!field}
        {...within}
      />
      {field && (
        <>
          <Select
            label={t('filter.ask')}
            data={field.asks.map((ask) => ({ value: ask, label: askName(field, ask) }))}
            value={draft.ask}
            onChange={(ask) => ask && setDraft(withAsk(draft, ask))}
            allowDeselect={false}
            {...within}
          />
          {!isComplete(draft.ask) && (
            <Value
              key={`${field.key} ${draft.ask}`}
              field={field}
              draft={draft}
              onChange={(value) => setDraft({ ...draft, value })}
            />
          )}
        </>
      )}
      <Button type="submit" disabled={!made}>
        {t('filter.apply')}
      </Button>
    </form>
  );
}

function firstDraft(field: FilterField | undefined, condition?: Condition): Draft {
  const known = field && condition && toDraft(field, condition);
  return known ?? { ask: field?.asks[0] ?? 'eq', value: undefined };
}

/** What was typed stays where the other question takes it. */
function withAsk({ ask: before, value }: Draft, ask: Ask): Draft {
  if (ask === 'in') return { ask, value: value === undefined || Array.isArray(value) ? value : [value] };
  if (before === 'in') return { ask, value: Array.isArray(value) ? value[0] : value };
  return { ask, value };
}

interface ValueProps {
  readonly field: FilterField;
  readonly draft: Draft;
  readonly onChange: (value: unknown) => void;
}

function Value({ field, draft, onChange }: ValueProps) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const { field: shape } = field;
  const look = { label: t('filter.value'), autoFocus: true };
  if (shape.type === 'choice') {
    const data = shape.options.map((option) => ({ value: option.key, label: name(option.name) }));
    if (draft.ask === 'in') {
      const chosen = Array.isArray(draft.value) ? draft.value.map(String) : [];
      return <MultiSelect {...look} data={data} value={chosen} onChange={onChange} {...within} />;
    }
    const one = typeof draft.value === 'string' ? draft.value : null;
    return <Select {...look} data={data} value={one} onChange={onChange} {...within} />;
  }
  // Parts of words are text, whatever the field takes.
  if (draft.ask === 'contains' || draft.ask === 'starts') {
    const text = typeof draft.value === 'string' ? draft.value : '';
    return (
      <TextInput {...look} value={text} onChange={(event) => onChange(event.currentTarget.value)} maxLength={200} />
    );
  }
  const typed = isMoment(field) ? ({ key: 'day', name: '', type: 'date' } as const) : shape;
  const Edit = inputOf(typed);
  return <Edit field={typed} value={draft.value} onChange={onChange} look={look} />;
}
