import { NativeSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, once } from '../../../api/client.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { routesQuery, runsQuery } from '../../../routes/runs.ts';
import { Refused } from '../../../ui/refused.tsx';
import { sayDone } from '../../../ui/toast.tsx';
import styles from './actions.module.css';
import { FormFoot } from './form-foot.tsx';
import type { FormProps } from './form-props.ts';
import { useDeed } from './use-deed.ts';

/** Ends a run before its end, which cannot be undone: what it has issued is withdrawn. */
export function CancelForm({ document: { id }, onClose }: FormProps) {
  const { t } = useTranslation('document');
  const { when } = useFormat();
  const { data: runs = [] } = useQuery(runsQuery(id));
  const { data: routes = [] } = useQuery(routesQuery);
  const under = runs.filter(({ state }) => state === 'running' || state === 'queued');
  const [picked, setPicked] = useState<string>();
  const [reason, setReason] = useState('');
  const chosen = picked ?? under[0]?.id;
  const cancel = useDeed(
    id,
    (run: string, key) =>
      answer(
        api.POST('/api/runs/{id}/cancel', {
          params: { path: { id: run }, header: once(key) },
          body: { reason: reason.trim() },
        }),
      ),
    () => {
      sayDone({ text: t('cancelRun.done') });
      onClose();
    },
  );
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== undefined) cancel.mutate(chosen);
      }}
    >
      <p className={styles.hint}>{t('cancelRun.text')}</p>
      <NativeSelect
        label={t('route.which')}
        value={chosen}
        onChange={(event) => setPicked(event.currentTarget.value)}
        data={under.map((run) => ({
          value: run.id,
          label: `${routes.find(({ key }) => key === run.route)?.name ?? run.route} · ${when(run.startedAt)}`,
        }))}
      />
      <Textarea
        label={t('reason')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Refused error={cancel.error} />
      <FormFoot
        label={t('cancelRun.go')}
        onClose={onClose}
        busy={cancel.isPending}
        disabled={reason.trim() === '' || chosen === undefined}
        danger
      />
    </form>
  );
}
