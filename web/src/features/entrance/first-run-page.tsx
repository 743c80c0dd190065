import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { isLanguage } from '../../../../src/platform/languages.ts';
import { api, answer, Problem } from '../../api/client.ts';
import { meQuery } from '../../session/me.ts';
import { NewPassword } from '../../session/new-password.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import { EntrancePage, tokenOfAddress } from './entrance-page.tsx';

const fields = ['organisation', 'name', 'email', 'login'] as const;
type Field = (typeof fields)[number];
const completions = { organisation: 'organization', name: 'name', email: 'email', login: 'username' } as const;

/** The first administrator of a new organisation, by the link that the server printed. */
export function FirstRunPage() {
  const { t } = useTranslation('entrance');
  const spoken = useLanguage();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [token] = useState(tokenOfAddress);
  const [typed, setTyped] = useState<Readonly<Record<Field, string>>>({
    ...{ organisation: '', name: '', email: '', login: '' },
  });
  const [password, setPassword] = useState('');
  const state = useQuery({ queryKey: ['first-run'], queryFn: () => answer(api.GET('/api/first-run')) });
  const make = useMutation({
    mutationFn: () => {
      const language = isLanguage(spoken) ? { language: spoken } : {};
      return answer(api.POST('/api/first-run', { body: { ...typed, ...language, token, password } }));
    },
    onSuccess: async () => {
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      void navigate({ to: '/desk' });
    },
  });
  if (state.isPending) return <SkeletonRows rows={6} height={56} />;
  if (state.data?.needed === false) return <EntrancePage title={t('notNeeded')} lead={t('notNeededText')} />;
  if (token === '') return <EntrancePage title={t('badLink')} lead={t('badFirstLink')} />;
  const problem = make.error instanceof Problem ? make.error : undefined;
  const fault = (place: string) => problem?.at(place)?.message;
  const placed = problem?.errors.some(({ path }) => path === 'password' || fields.some((field) => field === path));
  return (
    <EntrancePage
      title={t('firstRun')}
      lead={t('firstRunText')}
      action={t('begin')}
      busy={make.isPending}
      error={placed === true ? undefined : make.error}
      onSubmit={() => make.mutate()}
    >
      {fields.map((field) => (
        <TextInput
          key={field}
          label={t(`fields.${field}`)}
          type={field === 'email' ? 'email' : 'text'}
          autoComplete={completions[field]}
          autoFocus={field === 'organisation'}
          value={typed[field]}
          error={fault(field)}
          onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value })}
        />
      ))}
      <NewPassword
        label={t('password')}
        value={password}
        onChange={setPassword}
        words={Object.values(typed)}
        error={fault('password')}
      />
    </EntrancePage>
  );
}
