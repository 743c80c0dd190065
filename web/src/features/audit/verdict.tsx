import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Schemas } from '../../api/client.ts';
import styles from './audit-page.module.css';

/** Whether the log is what the program wrote. */
export function Verdict({ report }: { readonly report: Schemas['AuditReport'] }) {
  const { t } = useTranslation('audit');
  const { sealed, waiting, problems, anchor } = report;
  const sound = problems.length === 0;
  return (
    <section className={styles.verdict} data-sound={sound} role="status">
      <p>
        {sound ? <IconShieldCheck size={18} stroke={1.6} /> : <IconAlertTriangle size={18} stroke={1.6} />}
        <strong>{sound ? t('sound') : t('unsound', { count: problems.length })}</strong>
      </p>
      <p className={styles.quiet}>{t('counted', { sealed, waiting })}</p>
      {problems.length > 0 && (
        <ul>
          {problems.map(({ kind, message }, place) => (
            <li key={`${place} ${message}`}>
              <b>{t(`problems.${kind}`)}</b> {message}
            </li>
          ))}
        </ul>
      )}
      {anchor && (
        <p className={styles.quiet}>
          {t('anchor')} <code>{`${anchor.position}:${anchor.chain}`}</code>
        </p>
      )}
    </section>
  );
}
