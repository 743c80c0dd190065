import { Alert, Button, Checkbox, PasswordInput, Stack, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { api, answer, Problem } from '../api/client.ts';
import { meQuery } from './me.ts';
import { gaveUp, offersPasskeys, signInByPasskey } from './passkeys.ts';

interface Props {
  /** Filled in already, for whoever signs in again. */
  readonly login?: string;
  readonly onDone: () => void;
}

/** Login and password, and a code where the account has a second factor. */
export function SignInForm({ login: known = '', onDone }: Props) {
  const { t } = useTranslation('session');
  const queryClient = useQueryClient();
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [remember, setRemember] = useState(false);
  const entered = async () => {
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    onDone();
  };
  const enter = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/session', { body: { login, password, remember, ...(code === '' ? {} : { code }) } })),
    onSuccess: () => entered(),
  });
  const byPasskey = useMutation({ mutationFn: () => signInByPasskey(remember), onSuccess: () => entered() });
  const failed = enter.error ?? (gaveUp(byPasskey.error) ? null : byPasskey.error);
  const needsCode = code !== '' || (enter.error instanceof Problem && enter.error.code === 'code-required');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={12}>
        {failed && !(needsCode && code === '') && (
          <Alert color="red" role="alert" p="sm">
            {failed.message}
          </Alert>
        )}
        <TextInput
          label={t('login')}
          name="login"
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          data-autofocus={known === ''}
        />
        <PasswordInput
          label={t('password')}
          name="password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus={known !== ''}
        />
        {needsCode && (
          <TextInput
            label={t('code')}
            name="code"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
          />
        )}
        <Checkbox
          label={t('remember')}
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
        />
        <Button type="submit" loading={enter.isPending} fullWidth size="md" mt={4}>
          {t('enter')}
        </Button>
        {offersPasskeys() && (
          <Button
            variant="default"
            fullWidth
            size="md"
            leftSection={<IconFingerprint size={18} stroke={1.6} />}
            loading={byPasskey.isPending}
            onClick={() => byPasskey.mutate()}
          >
            {t('passkey')}
          </Button>
        )}
      </Stack>
    </form>
  );
}
