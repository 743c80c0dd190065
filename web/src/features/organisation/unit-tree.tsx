import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { unitsQuery, type Unit } from '../../people/units.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import styles from './organisation-page.module.css';
import { UnitSheet } from './unit-sheet.tsx';

/** The tree of units, each with its head and posts. */
export function UnitTree() {
  const { t } = useTranslation('organisation');
  const units = useQuery(unitsQuery);
  const [open, setOpen] = useState<Unit | 'new'>();
  if (units.error) return <ErrorState error={units.error} onRetry={() => void units.refetch()} />;
  if (!units.data) return <SkeletonRows rows={8} height={64} />;
  const { items } = units.data;
  const below = (parent: string | null) => {
    const children = items.filter((unit) => unit.parent === parent);
    if (children.length === 0) return null;
    return (
      <ul className={parent === null ? styles.tree : styles.branch}>
        {children.map((unit) => (
          <li key={unit.id}>
            <button type="button" className={styles.unit} onClick={() => setOpen(unit)}>
              <strong>{unit.name}</strong>
              <span>{unit.head ? t('headOf', { name: unit.head.name }) : t('noHead')}</span>
              {unit.posts.map((post) => (
                <span key={post.id} className={styles.post}>
                  <em>{post.name}</em> {post.holders.map((holder) => holder.name).join(', ') || t('vacant')}
                </span>
              ))}
            </button>
            {below(unit.id)}
          </li>
        ))}
      </ul>
    );
  };
  return (
    <section aria-label={t('views.units')}>
      <div className={styles.tools}>
        <Button leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setOpen('new')}>
          {t('addUnit')}
        </Button>
      </div>
      {below(null)}
      {open !== undefined && (
        <UnitSheet unit={open === 'new' ? undefined : open} units={items} onClose={() => setOpen(undefined)} />
      )}
    </section>
  );
}
