import { Popover } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { Condition } from '../register-search.ts';
import { LateEditor } from './late-editor.tsx';
import { sayValue, toDraft } from './conditions.ts';
import type { FilterField } from './filter-fields.ts';
import styles from './filter.module.css';
import { useAskName, useFieldName } from './names.ts';

interface Props {
  readonly fields: readonly FilterField[];
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

/** One condition as a sentence: pressed it can be changed, at its end it can be removed. */
export function FilterChip({ fields, condition, onChange, onRemove }: Props) {
  const { t } = useTranslation('registers');
  const format = useFormat();
  const fieldName = useFieldName();
  const askName = useAskName();
  const [opened, setOpened] = useState(false);
  const field = fields.find(({ key }) => key === condition.field);
  const ask = field && toDraft(field, condition)?.ask;
  const name = field ? fieldName(field) : condition.field;
  const asked = field && ask ? askName(field, ask) : condition.op;
  const value = field ? sayValue(field, condition, format, t('me')) : String(condition.value);
  const sentence = [name, asked, value].filter(Boolean).join(' ');
  return (
    <span className={styles.chip}>
      <Popover position="bottom-start" shadow="md" width={320} opened={opened} onChange={setOpened} trapFocus>
        <Popover.Target>
          <button
            type="button"
            className={styles.sentence}
            disabled={!ask}
            aria-expanded={opened}
            aria-label={t('filter.change', { what: sentence })}
            title={sentence}
            onClick={() => setOpened(!opened)}
          >
            {name} <em>{asked}</em> {value && <strong>{value}</strong>}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <LateEditor
            fields={fields}
            condition={condition}
            onApply={(made) => {
              setOpened(false);
              onChange(made);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className={styles.remove}
        aria-label={t('filter.remove', { what: sentence })}
        onClick={onRemove}
      >
        <IconX size={14} aria-hidden />
      </button>
    </span>
  );
}
