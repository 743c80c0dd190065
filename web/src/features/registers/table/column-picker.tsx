import { ActionIcon, Popover } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { SkeletonRows } from '../../../ui/states.tsx';
import type { ColumnsProps } from './column-list.tsx';

const ColumnList = lazy(async () => ({ default: (await import('./column-list.tsx')).ColumnList }));

/** Which columns are shown, in which order. */
export function ColumnPicker(props: ColumnsProps) {
  const { t } = useTranslation('registers');
  return (
    <Popover position="bottom-end" width={320} shadow="md" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={34} aria-label={t('columns.label')} data-tip={t('columns.label')}>
          <IconColumns3 size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Suspense fallback={<SkeletonRows rows={10} height={34} />}>
          <ColumnList {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
