import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, answer, ifMatch } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Unit } from '../../people/units.ts';
import { sayDone } from '../../ui/toast.tsx';
import { When } from '../../ui/when.tsx';
import { closedUnitsQuery } from './organisation.ts';
import styles from './organisation-page.module.css';
import { useSaving } from './use-saving.ts';

/** Units that were closed, each to be opened again; nothing while there are none. */
export function ClosedUnits() {
  const { t } = useTranslation('organisation');
  const { data } = useQuery(closedUnitsQuery);
  const closed = data?.items.filter(({ closedAt }) => closedAt !== null) ?? [];
  if (closed.length === 0) return null;
  return (
    <details className={styles.closed}>
      <summary>{t('closing.closed', { count: closed.length })}</summary>
      <ul>
        {closed.map((unit) => (
          <ClosedUnit key={unit.id} unit={unit} />
        ))}
      </ul>
    </details>
  );
}

function ClosedUnit({ unit }: { readonly unit: Unit }) {
  const { t } = useTranslation('organisation');
  const { key, name, version = 1, closedAt } = unit;
  const { saving, failure } = useSaving(
    () =>
      answer(api.POST('/api/units/{unit}/reopen', { params: { path: { unit: key }, header: ifMatch({ version }) } })),
    () => sayDone({ text: t('closing.reopened', { name }) }),
  );
  return (
    <li>
      <strong>{name}</strong>
      {closedAt !== null && <When at={closedAt} />}
      <Button
        variant="subtle"
        size="compact-md"
        aria-label={t('closing.reopenOne', { name })}
        loading={saving.isPending}
        onClick={() => saving.mutate(undefined)}
      >
        {t('closing.reopen')}
      </Button>
      {failure && <p role="alert">{failure}</p>}
    </li>
  );
}
