import { Alert, Button, Code, Group, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer, type Schemas } from '../../api/client.ts';
import { confirmed } from '../../session/confirm-me.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { Part } from './part.tsx';
import styles from './profile-page.module.css';

const queryKey = ['me', 'second-factor'];

/** A code from an app on top of the password, with codes on paper for the day the phone is lost. */
export function SecondFactor() {
  const { t } = useTranslation('profile');
  const queryClient = useQueryClient();
  const state = useQuery({ queryKey, queryFn: () => answer(api.GET('/api/me/second-factor')) });
  const [codes, setCodes] = useState<readonly string[]>();
  const begin = useMutation({ mutationFn: () => confirmed(() => answer(api.POST('/api/me/second-factor'))) });
  const done = (given?: readonly string[]) => {
    begin.reset();
    setCodes(given);
    void queryClient.invalidateQueries({ queryKey });
  };
  return (
    <Part id="second-factor" title={t('second.title')} text={t('second.text')}>
      {codes && <RecoveryCodes codes={codes} />}
      {state.data?.active === true && <Remove left={state.data.recoveryCodesLeft} onDone={() => done()} />}
      {state.data?.active === false && !begin.data && (
        <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
          {t('second.begin')}
        </Button>
      )}
      {begin.data && <FirstCode setup={begin.data} onDone={done} />}
    </Part>
  );
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  const { t } = useTranslation('profile');
  return (
    <Alert color="green" title={t('second.codes')}>
      <Code block>{codes.join('\n')}</Code>
    </Alert>
  );
}

interface FirstCodeProps {
  readonly setup: Schemas['AuthenticatorSetup'];
  readonly onDone: (codes: readonly string[]) => void;
}

function FirstCode({ setup, onDone }: FirstCodeProps) {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => answer(api.POST('/api/me/second-factor/confirm', { body: { code: code.replaceAll(' ', '') } })),
    onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <p>{t('second.scan')}</p>
      <img src={setup.qr} alt={t('second.qr')} width={180} height={180} className={styles.qr} />
      <p className={styles.quiet}>
        {t('second.byHand')} <Code>{setup.secret}</Code>
      </p>
      <TextInput
        label={t('second.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={confirm.error && textOf(confirm.error)}
      />
      <Button type="submit" loading={confirm.isPending} disabled={code.trim().length < 6}>
        {t('second.confirm')}
      </Button>
    </form>
  );
}

function Remove({ left, onDone }: { readonly left: number; readonly onDone: () => void }) {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const [password, setPassword] = useState<string>();
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/me/second-factor', { body: { password: password ?? '' } }),
    onSuccess: () => onDone(),
  });
  if (password === undefined) {
    return (
      <Group justify="space-between">
        <span>{t('second.active', { count: left })}</span>
        <Button variant="default" size="compact-sm" onClick={() => setPassword('')}>
          {t('second.remove')}
        </Button>
      </Group>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        remove.mutate();
      }}
    >
      <PasswordInput
        label={t('password.current')}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={remove.error && textOf(remove.error)}
      />
      <Button type="submit" color="red" loading={remove.isPending} disabled={password === ''}>
        {t('second.remove')}
      </Button>
    </form>
  );
}
