import { Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import styles from './selection-bar.module.css';
import { canUndo } from './undo-errand.ts';
import type { ErrandProgress } from './use-errand.ts';

interface Props {
  readonly progress: ErrandProgress;
  readonly onStop: () => void;
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

/** How far an errand has come, and what was refused, why. */
export function ErrandResults({ progress, onStop, onUndo, onClose }: Props) {
  const { t } = useTranslation('registers');
  const { number } = useFormat();
  const { total, results, busy, problem, errand } = progress;
  const refused = results.filter((result) => result.problem !== undefined);
  const done = results.length - refused.length;
  return (
    <div className={styles.results} role="region" aria-label={t('bulk.results')}>
      <div className={styles.line}>
        <span role="status" className={styles.said} data-refused={(!busy && refused.length > 0) || undefined}>
          {busy ? (
            t('bulk.busy', { done: number(results.length), total: number(total) })
          ) : (
            <>
              {refused.length > 0 ? <IconAlertTriangle size={16} aria-hidden /> : <IconCheck size={16} aria-hidden />}
              {[
                errand
                  ? t('bulk.done', { count: done, shown: number(done) })
                  : t('bulk.undone', { shown: number(done) }),
                ...(refused.length > 0
                  ? [t('bulk.refused', { count: refused.length, shown: number(refused.length) })]
                  : []),
              ].join(' ')}
            </>
          )}
        </span>
        {!busy && errand && canUndo(results) && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconArrowBackUp size={16} stroke={1.6} aria-hidden />}
            onClick={onUndo}
          >
            {t('bulk.undo')}
          </Button>
        )}
        <Button variant="default" size="xs" onClick={busy ? onStop : onClose}>
          {t(busy ? 'bulk.stop' : 'bulk.close')}
        </Button>
      </div>
      {busy && (
        <Progress value={total === 0 ? 0 : (results.length / total) * 100} size="sm" aria-label={t('bulk.progress')} />
      )}
      {problem !== undefined && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {refused.length > 0 && (
        <ul tabIndex={0} aria-label={t('bulk.refusedList')}>
          {refused.map((result) => (
            <li key={result.id}>
              {result.number !== null && (
                <Link to="/documents/$id" params={{ id: result.id }}>
                  {result.number}
                </Link>
              )}
              <span>{result.problem}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
