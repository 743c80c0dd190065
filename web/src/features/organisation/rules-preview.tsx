import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import styles from './access-rules.module.css';
import type { FieldAccess } from './rules-draft.ts';

type Preview = Schemas['RulesPreview'];
type Change = Preview['changes'][number];

interface Props {
  readonly preview: Preview;
  readonly fields: readonly FieldAccess[];
}

/** Who gains and who loses what by the rules that are about to be saved. */
export function RulesPreview({ preview: { people, counted, documents, changes }, fields }: Props) {
  const { t } = useTranslation('organisation');
  const { number } = useFormat();
  const all = documents.looked === documents.all;
  return (
    <section className={styles.preview} aria-label={t('rules.effect')}>
      <h3>{people === 0 ? t('rules.nobody') : t('rules.concerns', { count: people })}</h3>
      <p className={styles.about}>
        {all
          ? t('rules.lookedAll', { count: documents.all })
          : t('rules.looked', { count: documents.looked, all: number(documents.all) })}
        {counted < people && ` ${t('rules.counted', { count: counted })}`}
      </p>
      {changes.length > 0 && (
        <ul className={styles.changes}>
          {changes.map((change) => (
            <li key={change.person.id}>
              <strong>{change.person.name}</strong>
              <ChangeWords change={change} fields={fields} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ChangeWords({ change, fields }: { readonly change: Change; readonly fields: readonly FieldAccess[] }) {
  const { t } = useTranslation('organisation');
  const namesOf = (keys: readonly string[]) =>
    keys.map((key) => fields.find((field) => field.key === key)?.name ?? key).join(', ');
  const verbsOf = (verbs: Change['gained']) => verbs.map((verb) => t(`access.verbs.${verb}`)).join(', ');
  const { gained, lost, documents } = change;
  const lines: (readonly [good: boolean, text: string])[] = [
    ...(lost.length > 0 ? [[false, t('rules.lost', { verbs: verbsOf(lost) })] as const] : []),
    ...documents
      .filter((one) => one.lost > 0)
      .map((one) => [false, t('rules.fewer', { verb: verbsOf([one.verb]), count: one.lost })] as const),
    ...(change.fields.hidden.length > 0
      ? [[false, t('rules.hidden', { fields: namesOf(change.fields.hidden) })] as const]
      : []),
    ...(change.fields.closed.length > 0
      ? [[false, t('rules.closed', { fields: namesOf(change.fields.closed) })] as const]
      : []),
    ...(gained.length > 0 ? [[true, t('rules.gained', { verbs: verbsOf(gained) })] as const] : []),
    ...documents
      .filter((one) => one.gained > 0)
      .map((one) => [true, t('rules.more', { verb: verbsOf([one.verb]), count: one.gained })] as const),
    ...(change.fields.shown.length > 0
      ? [[true, t('rules.shown', { fields: namesOf(change.fields.shown) })] as const]
      : []),
    ...(change.fields.opened.length > 0
      ? [[true, t('rules.opened', { fields: namesOf(change.fields.opened) })] as const]
      : []),
  ];
  if (lines.length === 0) return <span className={styles.about}>{t('rules.noDocument')}</span>;
  return lines.map(([good, text]) => (
    <span key={text} className={good ? styles.gain : styles.loss}>
      {good ? <IconArrowUpRight size={16} aria-hidden /> : <IconArrowDownRight size={16} aria-hidden />}
      {text}
    </span>
  ));
}
