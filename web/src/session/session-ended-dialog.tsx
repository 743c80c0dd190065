import { Button, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from '../i18n/use-translation.ts';
import { SignInForm } from './sign-in-form.tsx';

interface Props {
  /** Whose session it was. */
  readonly login: string;
  readonly onDone: () => void;
}

/** Asks for the password over the page. */
export function SessionEndedDialog({ login, onDone }: Props) {
  const { t } = useTranslation('session');
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} title={t('ended')}>
      <Stack>
        <Text c="dimmed">{t('endedText')}</Text>
        <SignInForm login={login} onDone={onDone} />
        <Button variant="subtle" onClick={() => window.location.assign('/sign-in')}>
          {t('another')}
        </Button>
      </Stack>
    </Modal>
  );
}
