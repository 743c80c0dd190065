import { MultiSelect, Select } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import styles from './access-rules.module.css';
import type { FieldAccess, RuleRole } from './rules-draft.ts';
import { useRoleName } from './use-role-name.ts';

const sides = ['viewRoles', 'editRoles'] as const;
type Side = (typeof sides)[number];

interface Props {
  readonly fields: readonly FieldAccess[];
  readonly roles: readonly RuleRole[];
  readonly problems: Problem['errors'];
  readonly onChange: (key: string, side: Side, roles: string[]) => void;
}

/** The fields that not everybody sees or changes, for all roles alike; the others are offered. */
export function FieldRoles({ fields, roles, problems, onChange }: Props) {
  const { t } = useTranslation('organisation');
  const nameOf = useRoleName();
  const [taken, setTaken] = useState<readonly string[]>(() =>
    fields.filter(({ viewRoles, editRoles }) => viewRoles ?? editRoles).map(({ key }) => key),
  );
  const shown = taken.flatMap((key) => fields.find((field) => field.key === key) ?? []);
  const named = roles.filter(({ key }) => key !== 'admin' && key !== 'public');
  const choices = named.map((role) => ({ value: role.key, label: nameOf(role) }));
  const errorOf = (key: string, side: Side) =>
    problems.find(({ path }) => path === `fields.${key}.${side}` || path === `fields.${key}`)?.message;
  return (
    <section className={styles.fields} aria-label={t('rules.fields')}>
      <h3>{t('rules.fields')}</h3>
      <p className={styles.about}>{t('rules.fieldsText')}</p>
      {shown.map((field) => (
        <fieldset key={field.key} className={styles.field}>
          <legend>{field.name}</legend>
          {sides.map((side) => {
            const fixed = side === 'viewRoles' && field.shownToAll;
            return (
              <MultiSelect
                key={side}
                label={t(`rules.${side}`)}
                searchable
                clearable
                disabled={fixed && field.viewRoles === null}
                placeholder={(field[side] ?? []).length === 0 ? t('rules.everybody') : ''}
                {...(fixed && { description: t('rules.shownToAll') })}
                value={[...(field[side] ?? [])]}
                onChange={(chosen) => onChange(field.key, side, chosen)}
                data={choices}
                error={errorOf(field.key, side)}
              />
            );
          })}
        </fieldset>
      ))}
      <Select
        aria-label={t('rules.addField')}
        placeholder={t('rules.addField')}
        searchable
        value={null}
        onChange={(key) => key !== null && setTaken([...taken, key])}
        data={fields.filter(({ key }) => !taken.includes(key)).map(({ key, name }) => ({ value: key, label: name }))}
      />
    </section>
  );
}
