import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Unit } from '../../people/units.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import styles from './calls.module.css';

interface Props {
  readonly units: UseQueryResult<{ readonly items: Unit[] }>;
  /** Id of the unit that it is being handed to. */
  readonly busy: string | undefined;
  readonly onHand: (unit: Unit) => void;
}

/** One button for each unit that has people: the whole organisation is none of them, unless it is all there is. */
export function UnitButtons({ units, busy, onHand }: Props) {
  const { t } = useTranslation('calls');
  if (units.error) return <ErrorState error={units.error} onRetry={() => void units.refetch()} />;
  if (!units.data) return <SkeletonRows rows={2} height={44} />;
  const staffed = units.data.items.filter(({ members }) => members.length > 0);
  const parts = staffed.filter(({ parent }) => parent !== null);
  return (
    <div role="group" aria-labelledby="hand-to" className={styles.units}>
      <p id="hand-to">{t('handTo')}</p>
      <div>
        {(parts.length > 0 ? parts : staffed).map((unit) => (
          <Button
            key={unit.id}
            variant="default"
            loading={busy === unit.id}
            disabled={busy !== undefined && busy !== unit.id}
            className={styles.unit}
            onClick={() => onHand(unit)}
          >
            <span>
              {unit.name}
              <small>{unit.members.map(({ name }) => name).join(', ')}</small>
            </span>
          </Button>
        ))}
      </div>
    </div>
  );
}
