import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useMe } from '../../session/me.ts';
import { NewPassword } from '../../session/new-password.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { sayDone } from '../../ui/toast.tsx';
import { Part } from './part.tsx';
import styles from './profile-page.module.css';

/** Another password; the present one is asked for. */
export function PasswordChange() {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const me = useMe();
  const [currentPassword, setCurrent] = useState('');
  const [password, setNew] = useState('');
  const change = useMutation({
    mutationFn: () => answer(api.PATCH('/api/me', { body: { currentPassword, password } })),
    onSuccess: () => {
      setCurrent('');
      setNew('');
      sayDone({ text: t('password.changed') });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Part id="password" title={t('password.title')}>
      <form onSubmit={submit} className={styles.form}>
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <NewPassword
          label={t('password.new')}
          value={password}
          onChange={setNew}
          words={[me.login, me.name, me.email ?? '']}
          error={change.error ? textOf(change.error) : undefined}
        />
        <Button
          type="submit"
          variant="default"
          loading={change.isPending}
          disabled={currentPassword === '' || password === ''}
        >
          {t('password.change')}
        </Button>
      </form>
    </Part>
  );
}
