import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { useProblemText } from './problem-text.ts';
import styles from './states.module.css';

interface EmptyProps {
  readonly icon?: ReactNode;
  readonly title: string;
  /** What will be here, and how the first one comes about. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** It is all that the screen has, so that its title is that of the screen. */
  readonly whole?: boolean;
}

/** An empty screen: what will be here, and the first step. */
export function EmptyState({ icon, title, children, action, whole = false }: EmptyProps) {
  const Title = whole ? 'h1' : 'h2';
  return (
    <div className={styles.state}>
      {icon && <div className={styles.icon}>{icon}</div>}
      <Title>{title}</Title>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

interface ErrorProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong and what to do, in the place of what should be here. */
export function ErrorState({ error, onRetry }: ErrorProps) {
  const { t } = useTranslation('ui');
  const textOf = useProblemText();
  return (
    <div className={styles.state} role="alert">
      <h2>{t('failed')}</h2>
      <p>{textOf(error)}</p>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

/** Grey rows of the height of those that are being loaded, so that nothing jumps. */
export function SkeletonRows({ rows = 8, height = 36 }: { readonly rows?: number; readonly height?: number }) {
  const { t } = useTranslation('ui');
  return (
    <div aria-busy="true" aria-label={t('loading')} role="status">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height }} className={styles.skeleton}>
          <Skeleton height={12} width={`${85 - ((row * 17) % 40)}%`} radius={4} />
        </div>
      ))}
    </div>
  );
}
