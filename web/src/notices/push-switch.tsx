import { Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../i18n/use-translation.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { sayFailed } from '../ui/toast.tsx';
import styles from './notification-settings.module.css';
import { pushState, startPush, stopPush } from './push.ts';

const queryKey = ['push', 'state'] as const;

/** Turns messages to this browser on and off, and says plainly where and why it cannot. */
export function PushSwitch() {
  const { t } = useTranslation('notices');
  const queryClient = useQueryClient();
  const textOf = useProblemText();
  const { data: state } = useQuery({ queryKey, queryFn: pushState });
  const change = useMutation({
    mutationFn: (on: boolean) => (on ? startPush() : stopPush()),
    onSuccess: (now) => queryClient.setQueryData(queryKey, now),
    onError: (error) => sayFailed(t('device.failed'), textOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  const possible = state === 'on' || state === 'off';
  return (
    <div className={styles.device}>
      <Switch
        label={t('device.label')}
        description={t(`device.${state ?? 'off'}`)}
        checked={state === 'on'}
        disabled={!possible || change.isPending}
        onChange={({ currentTarget }) => change.mutate(currentTarget.checked)}
      />
    </div>
  );
}
