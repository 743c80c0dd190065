import { Button, Group, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, ifMatch, Problem } from '../../../api/client.ts';
import type { DocumentView } from '../../../streams/documents.ts';
import { Refused } from '../../../ui/refused.tsx';
import { sayDone } from '../../../ui/toast.tsx';
import { useDeed } from '../actions/use-deed.ts';
import styles from './access.module.css';

/** The mark that keeps a document from levels of access, with a question before it is set or taken away. */
export function ConfidentialMark({ document }: { readonly document: DocumentView }) {
  const { t } = useTranslation(['document', 'ui']);
  const { id, confidential, may } = document;
  const [asking, setAsking] = useState(false);
  const mark = useDeed(
    id,
    (wanted: boolean) =>
      answer(
        api.PATCH('/api/documents/{id}', {
          params: { path: { id }, header: ifMatch(document) },
          body: { confidential: wanted },
        }),
      ),
    (_, wanted) => {
      setAsking(false);
      sayDone({ text: t(wanted ? 'event.confidential' : 'event.notConfidential') });
    },
  );
  const stale = mark.error instanceof Problem && mark.error.status === 412;
  const next = confidential ? 'open' : 'close';
  return (
    <section className={styles.part} aria-labelledby="access-mark">
      <h3 id="access-mark">{t('access.mark.title')}</h3>
      <Switch
        checked={confidential !== asking}
        disabled={!may.includes('edit') || mark.isPending}
        label={t('access.mark.label')}
        description={t('access.mark.text')}
        onChange={() => setAsking(!asking)}
      />
      {asking && (
        <div className={styles.question} role="group" aria-label={t(`access.mark.${next}.question`)}>
          <p>
            <strong>{t(`access.mark.${next}.question`)}</strong> {t(`access.mark.${next}.text`)}
          </p>
          <Group gap={8}>
            <Button
              size="compact-md"
              autoFocus
              loading={mark.isPending}
              {...(!confidential && { color: 'red' })}
              onClick={() => mark.mutate(!confidential)}
            >
              {t(`access.mark.${next}.go`)}
            </Button>
            <Button size="compact-md" variant="subtle" onClick={() => setAsking(false)}>
              {t('ui:cancel')}
            </Button>
          </Group>
        </div>
      )}
      <Refused error={stale ? new Error(t('give.stale')) : mark.error} />
    </section>
  );
}
