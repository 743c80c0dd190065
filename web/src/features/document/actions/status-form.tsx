import { Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, ifMatch, Problem } from '../../../api/client.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { Refused } from '../../../ui/refused.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { sayDone } from '../../../ui/toast.tsx';
import styles from './actions.module.css';
import { FormFoot } from './form-foot.tsx';
import type { FormProps } from './form-props.ts';
import { useDeed } from './use-deed.ts';

/** Gives the document another status, where no route keeps it. */
export function StatusForm({ document, stream, onClose }: FormProps) {
  const { t } = useTranslation('document');
  const { name } = useFormat();
  const { id } = document;
  const [status, setStatus] = useState(document.status);
  const labelOf = (key: string) => name(stream.statuses.find((one) => one.key === key)?.name ?? key);
  const set = useDeed(
    id,
    (next: string) =>
      answer(
        api.PATCH('/api/documents/{id}', {
          params: { path: { id }, header: ifMatch(document) },
          body: { status: next },
        }),
      ),
    (_, next) => {
      sayDone({ text: t('setStatus.done', { status: labelOf(next) }) });
      onClose();
    },
  );
  const stale = set.error instanceof Problem && set.error.status === 412;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate(status);
      }}
    >
      <Radio.Group value={status} onChange={setStatus} aria-label={t('setStatus.title')}>
        <div className={styles.choices}>
          {stream.statuses.map(({ key, tone, name: label }) => (
            <Radio.Card key={key} value={key} className={styles.choice} aria-label={name(label)}>
              <Radio.Indicator />
              <StatusBadge tone={tone}>{name(label)}</StatusBadge>
              {key === document.status && <span className={styles.hint}>{t('setStatus.now')}</span>}
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <Refused error={stale ? new Error(t('setStatus.stale')) : set.error} />
      <FormFoot
        label={t('setStatus.go')}
        onClose={onClose}
        busy={set.isPending}
        disabled={status === document.status}
      />
    </form>
  );
}
