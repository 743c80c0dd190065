import { Button, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { api, answer, Problem } from '../api/client.ts';
import { useProblemText } from '../ui/problem-text.ts';

type Answered = (confirmed: boolean) => void;
let ask: ((answered: Answered) => void) | undefined;

/**
 * Makes a delicate call; where the server wants to see first who it is, the password is asked for and the call made
 * again. Needs `<ConfirmMe>` on the screen. @throws Problem, also where the person gives up
 */
export async function confirmed<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    const open = ask;
    if (!(error instanceof Problem) || error.code !== 'confirm-first' || !open) throw error;
    if (!(await new Promise<boolean>((resolve) => open(resolve)))) throw error;
    return call();
  }
}

/** Asks for the password again before a delicate change. */
export function ConfirmMe() {
  const [answered, setAnswered] = useState<{ readonly tell: Answered }>();
  useEffect(() => {
    ask = (tell) => setAnswered({ tell });
    return () => {
      ask = undefined;
    };
  }, []);
  if (!answered) return null;
  const close = (well: boolean) => {
    answered.tell(well);
    setAnswered(undefined);
  };
  return <Question onClose={close} />;
}

function Question({ onClose }: { readonly onClose: Answered }) {
  const { t } = useTranslation(['session', 'ui']);
  const textOf = useProblemText();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => answer(api.POST('/api/session/confirm', { body: { password, ...(code && { code }) } })),
    onSuccess: () => onClose(true),
  });
  const needsCode = code !== '' || (confirm.error instanceof Problem && confirm.error.code === 'code-required');
  return (
    <Modal opened onClose={() => onClose(false)} title={t('session:confirm')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirm.mutate();
        }}
      >
        <Stack>
          <PasswordInput
            label={t('session:password')}
            autoComplete="current-password"
            data-autofocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={confirm.error && !(needsCode && code === '') ? textOf(confirm.error) : undefined}
          />
          {needsCode && (
            <TextInput
              label={t('session:code')}
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="subtle" onClick={() => onClose(false)}>
              {t('ui:cancel')}
            </Button>
            <Button type="submit" loading={confirm.isPending} disabled={password === ''}>
              {t('session:goOn')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
