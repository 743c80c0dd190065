import { ActionIcon, CopyButton, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import type { FieldDefinition } from '../../../src/streams/definition/field-definition.ts';
import { useFormat } from '../i18n/use-format.ts';
import { sectionsOf, type CardStream, type TypedValues } from './card-stream.ts';
import styles from './card.module.css';
import { isFilled } from './field-kind.ts';
import { kindOf } from './field-kinds.ts';

interface Props {
  readonly stream: Pick<CardStream, 'fields'>;
  /** As the API answers them. */
  readonly values: TypedValues;
  /** Keys of fields to show, in the order of the card; all of them unless said. */
  readonly only?: readonly string[];
}

/** A card to be read: its filled fields in sections. Documents open, telephones ring, values can be copied. */
export function CardView({ stream, values, only }: Props) {
  const { t } = useTranslation('card');
  const { name } = useFormat();
  const [all, setAll] = useState(false);
  const fields = stream.fields.filter((field) => !only || only.includes(field.key));
  const empty = fields.filter((field) => !isFilled(values[field.key]));
  const shown = all ? fields : fields.filter((field) => isFilled(values[field.key]));
  return (
    <div className={styles.card}>
      {shown.length === 0 && <p className={styles.quiet}>{t('nothing')}</p>}
      {sectionsOf(shown).map((section, index) => (
        <section key={index}>
          {section.name !== null && <h3 className={styles.group}>{name(section.name)}</h3>}
          <dl className={styles.values}>
            {section.fields.map((field) => (
              <Entry key={field.key} field={field} value={values[field.key]} />
            ))}
          </dl>
        </section>
      ))}
      {empty.length > 0 && !only && (
        <UnstyledButton className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('hideEmpty') : t('showEmpty', { count: empty.length })}
        </UnstyledButton>
      )}
    </div>
  );
}

function Entry({ field, value }: { readonly field: FieldDefinition; readonly value: unknown }) {
  const { name } = useFormat();
  const { Show, wide, copy } = kindOf(field);
  const filled = isFilled(value);
  return (
    <div className={styles.entry} data-wide={wide}>
      <dt>{name(field.name)}</dt>
      <dd>
        {filled ? <Show field={field} value={value} /> : <span className={styles.quiet}>–</span>}
        {filled && copy && <Copy text={copy(value)} what={name(field.name)} />}
      </dd>
    </div>
  );
}

/** Seen when it is pointed at or reached by the keyboard. */
function Copy({ text, what }: { readonly text: string; readonly what: string }) {
  const { t } = useTranslation('card');
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <ActionIcon
          className={styles.copy}
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={copied ? t('copied') : t('copy', { what })}
          onClick={copy}
        >
          {copied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.6} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
