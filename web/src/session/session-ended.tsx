import { Button, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onSessionEnd } from '../api/client.ts';
import { meQuery } from './me.ts';
import { SignInForm } from './sign-in-form.tsx';

/**
 * Asks for the password over the page when the session ends, so that the page and what was typed into it stay as they are.
 * Somebody else starts from an empty page.
 */
export function SessionEnded() {
  const { t } = useTranslation('session');
  const queryClient = useQueryClient();
  const [ended, setEnded] = useState(false);
  useEffect(
    () => onSessionEnd(() => setEnded(queryClient.getQueryData(meQuery.queryKey) !== undefined)),
    [queryClient],
  );
  const done = () => {
    setEnded(false);
    void queryClient.invalidateQueries();
  };
  return (
    <Modal opened={ended} onClose={() => undefined} withCloseButton={false} title={t('ended')}>
      <Stack>
        <Text c="dimmed">{t('endedText')}</Text>
        <SignInForm login={queryClient.getQueryData(meQuery.queryKey)?.login ?? ''} onDone={done} />
        <Button variant="subtle" onClick={() => window.location.assign('/sign-in')}>
          {t('another')}
        </Button>
      </Stack>
    </Modal>
  );
}
