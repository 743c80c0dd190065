import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { PersonFinder, type PersonValue } from '../../people/person-finder.tsx';
import { useMe } from '../../session/me.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { sayFailed } from '../../ui/toast.tsx';
import { Part } from './part.tsx';
import styles from './profile-page.module.css';

const queryKey = ['me', 'substitutions'];

/** When I am away, and who acts meanwhile. */
export function Absence() {
  const { t } = useTranslation('profile');
  const me = useMe();
  const { day } = useFormat();
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  const list = useQuery({ queryKey, queryFn: () => answer(api.GET('/api/substitutions')) });
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: ['me'] });
  };
  const end = useMutation({
    mutationFn: (id: string) => api.DELETE('/api/substitutions/{id}', { params: { path: { id } } }),
    onError: (error) => sayFailed(t('absence.notEnded'), textOf(error)),
    onSettled: refresh,
  });
  const mine = list.data?.items.filter(({ absent, state }) => absent.id === me.id && state !== 'ended') ?? [];
  return (
    <Part id="absence" title={t('absence.title')} text={t('absence.text')}>
      <ul className={styles.rows}>
        {mine.map(({ id, startsAt, endsAt, substitute }) => (
          <li key={id}>
            <div>
              {day(startsAt)} – {day(endsAt)}
              <p className={styles.quiet}>
                {substitute ? t('absence.by', { name: substitute.name }) : t('absence.nobody')}
              </p>
            </div>
            <Button variant="default" size="compact-sm" onClick={() => end.mutate(id)}>
              {t('absence.end')}
            </Button>
          </li>
        ))}
      </ul>
      <NewAbsence onDone={refresh} />
    </Part>
  );
}

function NewAbsence({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [substitute, setSubstitute] = useState<PersonValue | null>(null);
  const add = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/substitutions', {
          body: {
            startsAt: new Date(`${from}T00:00`).toISOString(),
            endsAt: new Date(`${until}T23:59:59`).toISOString(),
            substitute: substitute?.login ?? null,
          },
        }),
      ),
    onSuccess: () => {
      setFrom('');
      setUntil('');
      setSubstitute(null);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t('absence.from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('absence.until')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </Group>
      <PersonFinder
        value={substitute}
        onChange={setSubstitute}
        look={{
          label: t('absence.substitute'),
          description: t('absence.hint'),
          error: add.error ? textOf(add.error) : undefined,
        }}
      />
      <Button type="submit" variant="default" loading={add.isPending} disabled={from === '' || until === ''}>
        {t('absence.add')}
      </Button>
    </form>
  );
}
