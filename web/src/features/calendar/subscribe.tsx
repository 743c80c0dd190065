import { Alert, Button, CopyButton, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconRss } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { sayDone } from '../../ui/toast.tsx';

const feedQuery = queryOptions({
  queryKey: ['me', 'calendar-feed'],
  queryFn: ({ signal }) => answer(api.GET('/api/me/calendar-feed', { signal })),
});

/** The address by which another calendar program shows this calendar: made, shown once, revoked. */
export function Subscribe({ compact }: { readonly compact: boolean }) {
  const { t } = useTranslation('calendar');
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        leftSection={compact ? undefined : <IconRss size={16} stroke={1.6} />}
        aria-label={t('subscribe')}
        onClick={() => setOpened(true)}
      >
        {compact ? <IconRss size={18} stroke={1.6} aria-hidden /> : t('subscribe')}
      </Button>
      {opened && <Address onClose={() => setOpened(false)} />}
    </>
  );
}

function Address({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('calendar');
  const { when } = useFormat();
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  const feed = useQuery(feedQuery);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: feedQuery.queryKey });
  const make = useMutation({
    mutationFn: () => answer(api.POST('/api/me/calendar-feed')),
    onSuccess: refresh,
  });
  const revoke = useMutation({
    mutationFn: () => answer(api.DELETE('/api/me/calendar-feed')),
    onSuccess: () => {
      make.reset();
      sayDone({ text: t('revoked') });
      refresh();
    },
  });
  const since = feed.data?.since ?? null;
  const failed = make.error ?? revoke.error ?? feed.error;
  return (
    <Modal opened onClose={onClose} title={t('subscribe')}>
      <Stack>
        <p style={{ margin: 0 }}>{t('subscribeText')}</p>
        {failed && (
          <Alert color="red" role="alert">
            {textOf(failed)}
          </Alert>
        )}
        {make.data && (
          <>
            <TextInput
              label={t('address')}
              description={t('addressOnce')}
              value={make.data.url}
              readOnly
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton value={make.data.url}>
              {({ copied, copy }) => (
                <Button leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>
                  {t(copied ? 'copied' : 'copy')}
                </Button>
              )}
            </CopyButton>
          </>
        )}
        {since !== null && !make.data && <p style={{ margin: 0 }}>{t('since', { when: when(since) })}</p>}
        <Group justify="flex-end">
          {since !== null && (
            <Button variant="subtle" color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
              {t('revoke')}
            </Button>
          )}
          {!make.data && (
            <Button loading={make.isPending} disabled={feed.isPending} onClick={() => make.mutate()}>
              {t(since === null ? 'make' : 'makeAnew')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
