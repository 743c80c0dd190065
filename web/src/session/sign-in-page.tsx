import { Alert, Anchor, Button, Divider, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../i18n/use-translation.ts';
import { api, answer } from '../api/client.ts';
import { useFormat } from '../i18n/use-format.ts';
import { EntranceCard } from './entrance-card.tsx';
import { refusalKey } from './refusal.ts';
import { meQuery } from './me.ts';
import { SignInForm } from './sign-in-form.tsx';
import styles from './sign-in-page.module.css';
import { welcomeQuery } from './welcome.ts';

interface Props {
  readonly onDone: () => void;
  /** Where to go afterwards; absent: the desk. */
  readonly to?: string;
  /** Why the sign-in provider of the firm, or this server, did not let somebody in. */
  readonly refused?: string;
}

/** The way in. A demo organisation shows its people, so that nobody has to look their logins up. */
export function SignInPage({ onDone, to, refused }: Props) {
  const { t } = useTranslation(['session', 'app']);
  const { data: welcome } = useQuery(welcomeQuery);
  const { name } = useFormat();
  return (
    <main className={styles.page}>
      <EntranceCard title="Millrace" lead={t('session:lead')}>
        {refused !== undefined && (
          <Alert color="red" role="alert" p="sm" mb={16}>
            {t(`session:refused.${refusalKey(refused)}`)}
          </Alert>
        )}
        {welcome?.provider != null && (
          <Stack gap={16} mb={16}>
            <Button component="a" href={providerAddress(to)} fullWidth size="md">
              {t('session:provider', { name: welcome.provider })}
            </Button>
            <Divider label={t('session:orLogin')} />
          </Stack>
        )}
        <SignInForm onDone={onDone} />
        <p className={styles.forgotten}>
          <Link to="/forgotten">{t('session:forgotten')}</Link>
        </p>
      </EntranceCard>
      {welcome && welcome.demo.length > 0 && <DemoDesks logins={welcome.demo} onDone={onDone} />}
      {welcome && welcome.forms.length > 0 && (
        <nav className={styles.forms} aria-label={t('session:forms')}>
          <span>{t('session:forms')}:</span>
          {welcome.forms.map((form) => (
            <Anchor key={form.key} href={`/f/${form.key}`}>
              {name(form.title)}
            </Anchor>
          ))}
        </nav>
      )}
    </main>
  );
}

/** A page of the server: it sends the browser on to the provider. */
function providerAddress(to: string | undefined): string {
  return `/api/session/provider${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`;
}

interface DemoProps {
  readonly logins: readonly string[];
  readonly onDone: () => void;
}

function DemoDesks({ logins, onDone }: DemoProps) {
  const { t } = useTranslation('session');
  const queryClient = useQueryClient();
  const enter = useMutation({
    mutationFn: (login: string) => answer(api.POST('/api/session', { body: { login, password: 'demo' } })),
    onSuccess: async () => {
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      onDone();
    },
  });
  return (
    <section className={styles.demo} aria-labelledby="demo">
      <h2 id="demo">{t('demo')}</h2>
      <p>{t('demoText')}</p>
      <ul>
        {logins.map((login) => (
          <li key={login}>
            <button type="button" onClick={() => enter.mutate(login)} disabled={enter.isPending}>
              <strong>{t(`posts.${login as 'admin'}`, { defaultValue: login })}</strong>
              <span>{login}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
