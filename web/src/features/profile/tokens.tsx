import { Alert, Button, Checkbox, Code, CopyButton, MultiSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { confirmed } from '../../session/confirm-me.tsx';
import { streamsQuery } from '../../streams/streams.ts';
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
  const { name } = useFormat();
  const streams = useQuery(streamsQuery);
  const known = streams.data?.items ?? [];
  const streamName = (key: string) => name(known.find((stream) => stream.key === key)?.name ?? key);
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
                {token.streams && ` · ${t('tokens.only', { streams: token.streams.map(streamName).join(', ') })}`}
              </p>
            </div>
            <Button variant="default" size="compact-sm" onClick={() => revoke.mutate(token.id)}>
              {t('tokens.revoke')}
            </Button>
          </li>
        ))}
      </ul>
      <NewToken
        streams={known.map(({ key }) => ({ value: key, label: streamName(key) }))}
        onMade={() => void queryClient.invalidateQueries({ queryKey })}
      />
    </Part>
  );
}

interface NewProps {
  /** What a token may be limited to. */
  readonly streams: readonly { readonly value: string; readonly label: string }[];
  readonly onMade: () => void;
}

function NewToken({ streams, onMade }: NewProps) {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const [name, setName] = useState('');
  const [write, setWrite] = useState(false);
  const [only, setOnly] = useState<string[]>([]);
  const make = useMutation({
    mutationFn: () =>
      confirmed(() =>
        answer(
          api.POST('/api/me/tokens', {
            body: {
              name: name.trim(),
              scopes: write ? ['read', 'write'] : ['read'],
              ...(only.length > 0 && { streams: only }),
            },
          }),
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
      <MultiSelect
        label={t('tokens.streams')}
        description={t('tokens.streamsText')}
        value={only}
        onChange={setOnly}
        data={[...streams]}
      />
      <Checkbox label={t('tokens.write')} checked={write} onChange={(event) => setWrite(event.currentTarget.checked)} />
      <Button type="submit" variant="default" loading={make.isPending} disabled={name.trim() === ''}>
        {t('tokens.add')}
      </Button>
    </form>
  );
}
