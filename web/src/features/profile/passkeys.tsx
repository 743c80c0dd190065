import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { confirmed } from '../../session/confirm-me.tsx';
import { addPasskey, gaveUp, offersPasskeys } from '../../session/passkeys.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { sayDone, sayFailed } from '../../ui/toast.tsx';
import { When } from '../../ui/when.tsx';
import { Part } from './part.tsx';
import styles from './profile-page.module.css';

const queryKey = ['me', 'passkeys'];

/** Passkeys of my devices: added here, removed here. */
export function Passkeys() {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const keys = useQuery({ queryKey, queryFn: () => answer(api.GET('/api/me/passkeys')) });
  const options = {
    onError: (error: Error) => gaveUp(error) || sayFailed(t('passkeys.failed'), textOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  };
  const add = useMutation({
    ...options,
    mutationFn: () => confirmed(() => addPasskey(name.trim() || navigator.platform)),
    onSuccess: () => {
      setName('');
      sayDone({ text: t('passkeys.added') });
    },
  });
  const remove = useMutation({
    ...options,
    mutationFn: (id: string) => confirmed(() => api.DELETE('/api/me/passkeys/{id}', { params: { path: { id } } })),
  });
  return (
    <Part id="passkeys" title={t('passkeys.title')} text={t('passkeys.text')}>
      <ul className={styles.rows}>
        {keys.data?.items.map((key) => (
          <li key={key.id}>
            <div>
              <strong>{key.name}</strong>
              <p className={styles.quiet}>
                {key.lastUsedAt === null ? (
                  t('passkeys.never')
                ) : (
                  <>
                    {t('passkeys.used')} <When at={key.lastUsedAt} />
                  </>
                )}
              </p>
            </div>
            <Button variant="default" size="compact-sm" onClick={() => remove.mutate(key.id)}>
              {t('passkeys.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {offersPasskeys() ? (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <TextInput
            label={t('passkeys.name')}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={add.isPending}>
            {t('passkeys.add')}
          </Button>
        </form>
      ) : (
        <p className={styles.quiet}>{t('passkeys.none')}</p>
      )}
    </Part>
  );
}
