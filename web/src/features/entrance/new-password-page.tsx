import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer, Problem } from '../../api/client.ts';
import { NewPassword } from '../../session/new-password.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { EntrancePage, tokenOfAddress } from './entrance-page.tsx';

/** A password is chosen by the link of a letter: because it was forgotten, or because the account is new. */
export function NewPasswordPage() {
  const { t } = useTranslation('entrance');
  const navigate = useNavigate();
  const [token] = useState(tokenOfAddress);
  const [password, setPassword] = useState('');
  const link = useQuery({
    queryKey: ['password-link', token],
    queryFn: () => answer(api.POST('/api/new-password/check', { body: { token } })),
    enabled: token !== '',
    staleTime: Infinity,
    retry: false,
  });
  const choose = useMutation({
    mutationFn: () => answer(api.POST('/api/new-password', { body: { token, password } })),
    onSuccess: () => {
      sayDone({ text: t('chosen') });
      void navigate({ to: '/sign-in' });
    },
  });
  if (token === '' || link.error) return <EntrancePage title={t('badLink')} lead={t('badLinkText')} />;
  if (!link.data) return <SkeletonRows rows={6} height={56} />;
  const { purpose, login, name } = link.data;
  const weak = choose.error instanceof Problem ? choose.error.at('password')?.message : undefined;
  return (
    <EntrancePage
      title={t(purpose === 'invitation' ? 'welcome' : 'newPassword', { name })}
      lead={t(purpose === 'invitation' ? 'welcomeText' : 'newPasswordText', { login })}
      action={t('choose')}
      busy={choose.isPending}
      error={weak === undefined ? choose.error : undefined}
      onSubmit={() => password !== '' && choose.mutate()}
    >
      {/* For password managers: whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <NewPassword label={t('password')} value={password} onChange={setPassword} words={[login, name]} error={weak} />
    </EntrancePage>
  );
}
