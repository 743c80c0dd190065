import { Alert, Button, Radio } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import type { CardStream, TypedValues } from '../../../card/card-stream.ts';
import { FieldValue } from '../../../card/field-value.tsx';
import { isFilled } from '../../../card/field-kind.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import styles from './editing.module.css';
import type { Collision } from './use-card-edit.ts';

interface Props {
  readonly stream: Pick<CardStream, 'fields'>;
  readonly typed: TypedValues;
  readonly collision: Collision;
  /** Keys of the fields in which theirs is taken. */
  readonly onSettle: (theirs: ReadonlySet<string>) => void;
}

/** Somebody saved the card while I was changing it: the fields that both changed, with mine and theirs, one by one. */
export function ConflictPanel({ stream, typed, collision: { theirs, merge }, onSettle }: Props) {
  const { t } = useTranslation('document');
  const { name } = useFormat();
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const fields = stream.fields.filter(({ key }) => merge.conflicts.some((conflict) => conflict.key === key));
  const others = stream.fields.filter(({ key }) => merge.others.includes(key));
  const choose = (key: string, whose: string) =>
    setTaken((known) => new Set(whose === 'theirs' ? [...known, key] : [...known].filter((other) => other !== key)));
  return (
    <section aria-labelledby="conflict-title">
      <Alert
        color="yellow"
        icon={<IconGitMerge size={18} />}
        title={<span id="conflict-title">{t('conflict.title')}</span>}
      >
        {t('conflict.text')}
      </Alert>
      {fields.map((field) => {
        const { key } = field;
        const options = [
          ['mine', t('conflict.mine'), typed[key]],
          ['theirs', t('conflict.theirs'), theirs.fields[key]],
        ] as const;
        return (
          <Radio.Group
            key={key}
            className={styles.conflict}
            label={name(field.name)}
            value={taken.has(key) ? 'theirs' : 'mine'}
            onChange={(whose) => choose(key, whose)}
          >
            <div className={styles.sides}>
              {options.map(([whose, label, value]) => (
                <Radio.Card
                  key={whose}
                  value={whose}
                  className={styles.side}
                  aria-label={`${name(field.name)}: ${label}`}
                >
                  <Radio.Indicator />
                  <span className={styles.value}>
                    <small>{label}</small>
                    {isFilled(value) ? (
                      <FieldValue field={field} value={value} plain={field.type !== 'table'} />
                    ) : (
                      t('conflict.empty')
                    )}
                  </span>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
        );
      })}
      {others.length > 0 && (
        <p className={styles.others}>
          {t('conflict.others', { fields: others.map((field) => name(field.name)).join(', ') })}
        </p>
      )}
      <div className={styles.actions}>
        <Button onClick={() => onSettle(taken)}>{t('conflict.goOn')}</Button>
      </div>
    </section>
  );
}
