import { ActionIcon, Checkbox, Group, Select, Switch, Textarea } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Problem } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import styles from './access-rules.module.css';
import { levels, verbs, type Rule } from './rules-draft.ts';

interface Props {
  /** Among those of the role. */
  readonly number: number;
  readonly rule: Rule;
  /** What its condition may read. */
  readonly readable: readonly string[];
  readonly problems: Problem['errors'];
  /** Nothing: it is taken away. */
  readonly onChange: (rule: Rule | undefined) => void;
}

/** One rule: what may be done, with whose documents, and when. */
export function RuleEditor({ number, rule, readable, problems, onChange }: Props) {
  const { t } = useTranslation('organisation');
  const errorOf = (part: string) => problems.find(({ path }) => path.includes(`].${part}`))?.message;
  const whole = problems.find(({ path }) => path.endsWith(']'))?.message ?? errorOf('role');
  return (
    <fieldset className={styles.editor}>
      <legend>{t('rules.number', { number })}</legend>
      <ActionIcon
        className={styles.remove}
        variant="subtle"
        color="gray"
        size={32}
        aria-label={t('rules.remove', { number })}
        onClick={() => onChange(undefined)}
      >
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
      {whole !== undefined && (
        <p className={styles.problem} role="alert">
          {whole}
        </p>
      )}
      <Checkbox.Group
        label={t('access.may')}
        value={[...rule.verbs]}
        onChange={(chosen) => onChange({ ...rule, verbs: verbs.filter((verb) => chosen.includes(verb)) })}
        error={errorOf('verbs') ?? (rule.verbs.length === 0 && t('rules.noVerb'))}
      >
        <Group gap="8px 16px" mt={4}>
          {verbs.map((verb) => (
            <Checkbox key={verb} value={verb} label={t(`access.verbs.${verb}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <Select
        label={t('access.level')}
        allowDeselect={false}
        value={rule.level}
        onChange={(value) => onChange({ ...rule, level: levels.find((level) => level === value) ?? rule.level })}
        data={levels.map((level) => ({ value: level, label: t(`access.levels.${level}`) }))}
        error={errorOf('level')}
      />
      <Textarea
        label={t('access.condition')}
        description={t('rules.whenText')}
        placeholder={t('rules.always')}
        autosize
        minRows={1}
        maxRows={6}
        spellCheck={false}
        classNames={{ input: styles.code ?? '' }}
        value={rule.when ?? ''}
        onChange={(event) => onChange({ ...rule, when: event.currentTarget.value })}
        error={errorOf('when')}
      />
      <details className={styles.readable}>
        <summary>{t('rules.readable')}</summary>
        <p>
          {readable.map((path) => (
            <code key={path}>{path}</code>
          ))}
        </p>
      </details>
      <Switch
        label={t('rules.confidential')}
        checked={rule.confidential}
        onChange={(event) => onChange({ ...rule, confidential: event.currentTarget.checked })}
      />
    </fieldset>
  );
}
