import { IconCalendarMonth, IconLayoutKanban, IconTable, type TablerIcon } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import styles from './layout-switch.module.css';
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
  const name = useId();
  return (
    <div className={styles.switch} role="radiogroup" aria-label={t('layout.label')}>
      {layouts.map((layout) => {
        const Icon = icons[layout];
        return (
          <label key={layout} className={styles.layout} data-tip={t(`layout.${layout}`)}>
            <input
              type="radio"
              name={name}
              value={layout}
              aria-label={t(`layout.${layout}`)}
              checked={register.layout === layout}
              onChange={() => register.lay(layout)}
            />
            <Icon size={18} stroke={1.6} aria-hidden />
          </label>
        );
      })}
    </div>
  );
}
