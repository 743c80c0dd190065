import { Alert, Button, Checkbox, Code, CopyButton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { confirmed } from '../../session/confirm-me.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { sayFailed } from '../../ui/toast.tsx';
import { When } from '../../ui/when.tsx';
import { Part } from './part.tsx';
import styles from './profile-page.module.css';

const queryKey = ['me', 'tokens'];

/** Tokens by which programs act for me. */
export function Tokens() {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  const tokens = useQuery({ queryKey, queryFn: () => answer(api.GET('/api/me/tokens')) });
  const revoke = useMutation({
    mutationFn: (id: string) => api.DELETE('/api/me/tokens/{id}', { params: { path: { id } } }),
    onError: (error) => sayFailed(t('tokens.failed'), textOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return (
    <Part id="tokens" title={t('tokens.title')} text={t('tokens.text')}>
      <ul className={styles.rows}>
        {tokens.data?.items.map((token) => (
          <li key={token.id}>
            <div>
              <strong>{token.name}</strong> <Code>{token.scopes.join(' ')}</Code>
              <p className={styles.quiet}>
                {t('tokens.expires')} <When at={token.expiresAt} />
              </p>
            </div>
            <Button variant="default" size="compact-sm" onClick={() => revoke.mutate(token.id)}>
              {t('tokens.revoke')}
            </Button>
          </li>
        ))}
      </ul>
      <NewToken onMade={() => void queryClient.invalidateQueries({ queryKey })} />
    </Part>
  );
}

function NewToken({ onMade }: { readonly onMade: () => void }) {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const [name, setName] = useState('');
  const [write, setWrite] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      confirmed(() =>
        answer(
          api.POST('/api/me/tokens', { body: { name: name.trim(), scopes: write ? ['read', 'write'] : ['read'] } }),
        ),
      ),
    onSuccess: () => {
      setName('');
      onMade();
    },
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') make.mutate();
      }}
    >
      {make.data && (
        <Alert color="green" title={t('tokens.once')}>
          <Code block>{make.data.token}</Code>
          <CopyButton value={make.data.token}>
            {({ copied, copy }) => (
              <Button mt="sm" variant="default" size="compact-sm" onClick={copy}>
                {t(copied ? 'tokens.copied' : 'tokens.copy')}
              </Button>
            )}
          </CopyButton>
        </Alert>
      )}
      <TextInput
        label={t('tokens.name')}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={make.error && textOf(make.error)}
      />
      <Checkbox label={t('tokens.write')} checked={write} onChange={(event) => setWrite(event.currentTarget.checked)} />
      <Button type="submit" variant="default" loading={make.isPending} disabled={name.trim() === ''}>
        {t('tokens.add')}
      </Button>
    </form>
  );
}
