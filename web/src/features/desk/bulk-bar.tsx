import { Button, CloseButton, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { AnswerBar } from '../../assignments/answer-bar.tsx';
import type { Assignment } from '../../assignments/assignments.ts';
import { commonChoices, type Choice } from '../../assignments/choices.ts';
import type { AnswerResult } from '../../assignments/use-answers.ts';
import { useMe } from '../../session/me.ts';
import styles from './bulk-bar.module.css';

interface Props {
  readonly marks: readonly Assignment[];
  readonly busy: boolean;
  readonly results: readonly AnswerResult[];
  readonly onAnswer: (choice: Choice, comment: string | undefined) => void;
  readonly onForget: () => void;
  readonly onClear: () => void;
}

/** One decision for several like items, with what became of each. */
export function BulkBar({ marks, busy, results, onAnswer, onForget, onClear }: Props) {
  const { t } = useTranslation('desk');
  const me = useMe();
  const [asked, setAsked] = useState<Choice>();
  const [sent, setSent] = useState(0);
  useEffect(() => {
    if (marks.length === 0) setAsked(undefined);
  }, [marks.length]);
  if (results.length > 0 || busy) {
    return <Results results={results} busy={busy} sent={sent} onForget={onForget} />;
  }
  if (marks.length === 0) return null;
  const choices = commonChoices(marks, me.id);
  return (
    <div className={styles.bar} role="region" aria-label={t('bulk.label')}>
      <div className={styles.head}>
        <strong>{t('bulk.marked', { count: marks.length })}</strong>
        <CloseButton aria-label={t('bulk.clear')} onClick={onClear} size="sm" />
      </div>
      {choices.length === 0 ? (
        <p className={styles.hint}>{t('bulk.unlike')}</p>
      ) : (
        <AnswerBar
          choices={choices}
          asked={asked}
          onAsk={setAsked}
          onAnswer={(choice, comment) => {
            setSent(marks.length);
            onAnswer(choice, comment);
          }}
        />
      )}
    </div>
  );
}

interface ResultsProps {
  readonly results: readonly AnswerResult[];
  readonly busy: boolean;
  readonly sent: number;
  readonly onForget: () => void;
}

function Results({ results, busy, sent, onForget }: ResultsProps) {
  const { t } = useTranslation('desk');
  const failed = results.filter(({ problem }) => problem !== undefined);
  return (
    <div className={styles.bar} role="status">
      {busy && <Progress value={(results.length / Math.max(sent, 1)) * 100} aria-label={t('bulk.progress')} mb={8} />}
      <strong>{t('bulk.done', { count: results.length - failed.length })}</strong>
      <ul className={styles.results}>
        {results.map(({ assignment, problem }) => (
          <li key={assignment.id} data-failed={problem !== undefined || undefined}>
            {problem === undefined ? <IconCheck size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden />}
            <span>
              {assignment.document.number} {problem}
            </span>
          </li>
        ))}
      </ul>
      {!busy && (
        <Button variant="default" size="compact-sm" onClick={onForget}>
          {t('bulk.close')}
        </Button>
      )}
    </div>
  );
}
