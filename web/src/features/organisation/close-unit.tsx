import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, answer, ifMatch } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Unit } from '../../people/units.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { unitClosingQuery } from './organisation.ts';
import styles from './organisation-page.module.css';
import { SheetForm } from './sheet-form.tsx';
import { SinceDay } from './since-day.tsx';
import { useSaving } from './use-saving.ts';

interface Props {
  readonly unit: Unit;
  readonly units: readonly Unit[];
  readonly onClose: () => void;
}

/** Ends a unit from a day on: what that concerns, and where its posts go. */
export function CloseUnit({ unit, units, onClose }: Props) {
  const { t } = useTranslation('organisation');
  const closing = useQuery(unitClosingQuery(unit.key));
  const [to, setTo] = useState<string | null>(unit.parent);
  const [since, setSince] = useState('');
  const { saving, errorOf, failure } = useSaving(
    () => {
      const params = { path: { unit: unit.key }, header: ifMatch({ version: unit.version ?? 1 }) };
      return answer(api.POST('/api/units/{unit}/close', { params, body: { to, ...(since !== '' && { since }) } }));
    },
    () => {
      sayDone({ text: t('closing.done', { name: unit.name }) });
      onClose();
    },
  );
  const found = closing.data;
  const hindered = found === undefined || found.below.length > 0;
  return (
    <Sheet title={t('closing.title', { name: unit.name })} onClose={onClose}>
      <SheetForm
        failure={failure}
        busy={saving.isPending}
        label={t('closing.close')}
        disabled={hindered}
        onSubmit={() => saving.mutate(undefined)}
        onClose={onClose}
      >
        {closing.error && <ErrorState error={closing.error} onRetry={() => void closing.refetch()} />}
        {closing.isPending && <SkeletonRows rows={3} height={24} />}
        {found && found.below.length > 0 && <p role="alert">{t('closing.below', { units: found.below.join(', ') })}</p>}
        {found && (
          <ul className={styles.faults}>
            <li>{t('closing.people', { count: found.people })}</li>
            <li>{t('closing.documents', { count: found.documents })}</li>
            <li>{t('closing.assignments', { count: found.assignments })}</li>
            <li>{t('closing.past')}</li>
          </ul>
        )}
        {found && found.posts.length > 0 && (
          <Select
            label={t('closing.to')}
            description={found.posts.map(({ name }) => name).join(', ')}
            placeholder={t('closing.end')}
            clearable
            searchable
            value={to}
            onChange={setTo}
            data={units.filter(({ id }) => id !== unit.id).map(({ id, name }) => ({ value: id, label: name }))}
            error={errorOf('to')}
          />
        )}
        <SinceDay value={since} onChange={setSince} error={errorOf('since')} />
      </SheetForm>
    </Sheet>
  );
}
