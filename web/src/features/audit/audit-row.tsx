import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Schemas } from '../../api/client.ts';
import { When } from '../../ui/when.tsx';
import styles from './audit-page.module.css';
import { differences } from './differences.ts';

interface Props {
  readonly entry: Schemas['AuditEntryView'];
  readonly onPerson: (id: string) => void;
}

/** One entry; opened, from where it was done, and what was before and after. */
export function AuditRow({ entry, onPerson }: Props) {
  const { t } = useTranslation('audit');
  const { actor, subject, verb } = entry;
  return (
    <li>
      <details className={styles.entry}>
        <summary>
          <span className={styles.when}>
            <When at={entry.at} time />
          </span>
          <span className={styles.who}>
            {actor.name}
            {entry.for && entry.for.id !== actor.id && (
              <span className={styles.quiet}> {t('forWhom', { name: entry.for.name })}</span>
            )}
          </span>
          <span>{t(`verbs.${verb as 'document.read'}`, { defaultValue: verb })}</span>
          <span className={styles.subject}>{subject.name ?? `${subject.kind} ${subject.id}`}</span>
        </summary>
        <div className={styles.detail}>
          <Changes entry={entry} />
          <dl>
            <dt>{t('code')}</dt>
            <dd>
              <code>{verb}</code>
            </dd>
            <dt>{t('address')}</dt>
            <dd>{entry.address ?? '–'}</dd>
            <dt>{t('session')}</dt>
            <dd>{entry.session ?? '–'}</dd>
            <dt>{t('place')}</dt>
            <dd>{entry.place ?? t('waiting')}</dd>
          </dl>
          <div className={styles.deeds}>
            <Button variant="subtle" size="compact-sm" onClick={() => onPerson(actor.id)}>
              {t('ofPerson', { name: actor.name })}
            </Button>
            {subject.kind === 'document' && (
              <Link to="/documents/$id" params={{ id: subject.id }}>
                {t('open')}
              </Link>
            )}
          </div>
        </div>
      </details>
    </li>
  );
}

function Changes({ entry }: Pick<Props, 'entry'>) {
  const { t } = useTranslation('audit');
  const changes = differences(entry.before, entry.after);
  if (changes.length === 0) return <p className={styles.quiet}>{t('noValues')}</p>;
  return (
    <table className={styles.changes}>
      <thead>
        <tr>
          <th scope="col">{t('what')}</th>
          <th scope="col">{t('before')}</th>
          <th scope="col">{t('after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{before}</td>
            <td>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
