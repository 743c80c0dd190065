import { Alert, Button, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { EntranceCard } from '../../session/entrance-card.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import styles from './entrance.module.css';

interface Props {
  readonly title: string;
  readonly lead: string;
  /** What the button of the form says; no form without it. */
  readonly action?: string;
  readonly busy?: boolean;
  readonly error?: unknown;
  readonly onSubmit?: () => void;
  readonly children?: ReactNode;
}

/** A page before the sign-in: one question, one button, and the way to the sign-in. */
export function EntrancePage({ title, lead, action, busy = false, error, onSubmit, children }: Props) {
  const { t } = useTranslation('entrance');
  const textOf = useProblemText();
  usePageTitle(title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <main className={styles.page}>
      <EntranceCard title={title} lead={lead}>
        <form onSubmit={submit} noValidate>
          <Stack gap={12}>
            {error !== undefined && error !== null && (
              <Alert color="red" role="alert">
                {textOf(error)}
              </Alert>
            )}
            {children}
            {action !== undefined && (
              <Button type="submit" fullWidth size="md" loading={busy}>
                {action}
              </Button>
            )}
          </Stack>
        </form>
        <p className={styles.back}>
          <Link to="/sign-in">{t('toSignIn')}</Link>
        </p>
      </EntranceCard>
    </main>
  );
}

/** What stands behind `#` in the link: it is sent to no server by opening the page. */
export function tokenOfAddress(): string {
  return window.location.hash.slice(1);
}
