import { Alert, Button, CloseButton } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { dropKept, keptAnswers, onKeptAnswers, sendKept } from '../../assignments/outbox.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import styles from './kept-answers.module.css';

/** Decisions that wait for a connection, and those that were refused once there was one. */
export function KeptAnswers() {
  const { t } = useTranslation('desk');
  const kept = useSyncExternalStore(onKeptAnswers, keptAnswers);
  const textOf = useProblemText();
  if (kept.length === 0) return null;
  return (
    <Alert color="yellow" className={styles.kept} title={t('kept.title', { count: kept.length })}>
      <ul>
        {kept.map(({ assignment, choice, refused }) => (
          <li key={assignment.id}>
            <span>
              <strong>{assignment.document.number}</strong> {choice.label}{' '}
              {refused && <em>{t('kept.refused', { why: refused })}</em>}
            </span>
            {refused && <CloseButton size="sm" aria-label={t('kept.drop')} onClick={() => dropKept(assignment.id)} />}
          </li>
        ))}
      </ul>
      <Button size="compact-sm" variant="default" onClick={() => void sendKept(textOf)}>
        {t('kept.send')}
      </Button>
    </Alert>
  );
}
