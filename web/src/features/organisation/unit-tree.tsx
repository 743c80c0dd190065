import { Button } from '@mantine/core';
import { IconPlus, IconSitemap } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { unitsQuery, type Unit } from '../../people/units.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { ClosedUnits } from './closed-units.tsx';
import { unitsOnQuery } from './organisation.ts';
import styles from './organisation-page.module.css';
import { PostSheet, type Post } from './post-sheet.tsx';
import { TreeDay } from './tree-day.tsx';
import { UnitSheet } from './unit-sheet.tsx';

type Opened =
  | { readonly kind: 'unit'; readonly unit: Unit | undefined }
  | { readonly kind: 'post'; readonly post: Post | undefined; readonly unit: string };

/** The tree of units, each with its head and posts: as it is, or as it was on a day. */
export function UnitTree() {
  const { t } = useTranslation('organisation');
  const [day, setDay] = useState('');
  const now = useQuery(unitsQuery);
  const then = useQuery({ ...unitsOnQuery(day), enabled: day !== '' });
  const shown = day === '' ? now : then;
  const [open, setOpen] = useState<Opened>();
  const units = now.data?.items ?? [];
  const close = () => setOpen(undefined);
  return (
    <section aria-label={t('views.units')}>
      <div className={styles.tools}>
        <Button
          leftSection={<IconPlus size={16} stroke={1.6} />}
          onClick={() => setOpen({ kind: 'unit', unit: undefined })}
        >
          {t('addUnit')}
        </Button>
        <TreeDay value={day} onChange={setDay} />
      </div>
      {shown.error && <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />}
      {shown.isPending && <SkeletonRows rows={8} height={64} />}
      {shown.data?.items.length === 0 && (
        <EmptyState icon={<IconSitemap size={40} stroke={1.2} />} title={t('noUnits')}>
          {t('noUnitsText')}
        </EmptyState>
      )}
      {shown.data && <Branch parent={null} units={shown.data.items} {...(day === '' && { onOpen: setOpen })} />}
      {day === '' && <ClosedUnits />}
      {open?.kind === 'unit' && <UnitSheet unit={open.unit} units={units} onClose={close} />}
      {open?.kind === 'post' && <PostSheet post={open.post} unit={open.unit} units={units} onClose={close} />}
    </section>
  );
}

interface BranchProps {
  readonly parent: string | null;
  readonly units: readonly Unit[];
  /** Absent where nothing can be changed: in the past. */
  readonly onOpen?: (opened: Opened) => void;
}

function Branch({ parent, units, onOpen }: BranchProps) {
  const { t } = useTranslation('organisation');
  const children = units.filter((unit) => unit.parent === parent);
  if (children.length === 0) return null;
  return (
    <ul className={parent === null ? styles.tree : styles.branch}>
      {children.map((unit) => (
        <li key={unit.id}>
          <button
            type="button"
            className={styles.unit}
            disabled={!onOpen}
            onClick={() => onOpen?.({ kind: 'unit', unit })}
          >
            <strong>{unit.name}</strong>
            <span>{unit.head ? t('headOf', { name: unit.head.name }) : t('noHead')}</span>
          </button>
          <div className={styles.posts}>
            {unit.posts.map((post) => (
              <button
                key={post.id}
                type="button"
                className={styles.post}
                disabled={!onOpen}
                onClick={() => onOpen?.({ kind: 'post', post, unit: unit.key })}
              >
                <em>{post.name}</em> {post.holders.map((holder) => holder.name).join(', ') || t('vacant')}
              </button>
            ))}
            {onOpen && (
              <button
                type="button"
                className={styles.post}
                aria-label={t('addPostTo', { name: unit.name })}
                onClick={() => onOpen({ kind: 'post', post: undefined, unit: unit.key })}
              >
                <IconPlus size={14} stroke={1.6} aria-hidden /> {t('addPost')}
              </button>
            )}
          </div>
          <Branch parent={unit.id} units={units} {...(onOpen && { onOpen })} />
        </li>
      ))}
    </ul>
  );
}
