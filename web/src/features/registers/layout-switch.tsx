import { SegmentedControl, VisuallyHidden } from '@mantine/core';
import { IconCalendarMonth, IconLayoutKanban, IconTable, type TablerIcon } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { layouts, type Layout } from './register-search.ts';
import type { Register } from './use-register.ts';

const icons: Readonly<Record<Layout, TablerIcon>> = {
  table: IconTable,
  board: IconLayoutKanban,
  calendar: IconCalendarMonth,
};

/** Table, board or calendar: the same list, seen another way. */
export function LayoutSwitch({ register }: { readonly register: Register }) {
  const { t } = useTranslation('registers');
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('layout.label')}
      value={register.layout}
      onChange={(layout) => register.lay(layouts.find((known) => known === layout) ?? 'table')}
      data={layouts.map((layout) => {
        const Icon = icons[layout];
        return {
          value: layout,
          label: (
            <span title={t(`layout.${layout}`)} style={{ display: 'grid', placeItems: 'center' }}>
              <Icon size={18} stroke={1.6} aria-hidden />
              <VisuallyHidden>{t(`layout.${layout}`)}</VisuallyHidden>
            </span>
          ),
        };
      })}
    />
  );
}
