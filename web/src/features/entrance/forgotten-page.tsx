import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { EntrancePage } from './entrance-page.tsx';

/** Asks for a letter with a link to choose another password. */
export function ForgottenPage() {
  const { t } = useTranslation('entrance');
  const [login, setLogin] = useState('');
  const ask = useMutation({
    mutationFn: () => answer(api.POST('/api/password-reset', { body: { login: login.trim() } })),
  });
  // It says the same whether there is such an account or not.
  if (ask.isSuccess) return <EntrancePage title={t('sent')} lead={t('sentText')} />;
  return (
    <EntrancePage
      title={t('forgotten')}
      lead={t('forgottenText')}
      action={t('send')}
      busy={ask.isPending}
      error={ask.error}
      onSubmit={() => login.trim() !== '' && ask.mutate()}
    >
      <TextInput
        label={t('loginOrMail')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
    </EntrancePage>
  );
}
