import { lazy, Suspense } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';

const ShortcutsHelp = lazy(async () => ({ default: (await import('../../ui/shortcuts-help.tsx')).ShortcutsHelp }));

const keys = [
  ['J', 'next'],
  ['K', 'previous'],
  ['A', 'approve'],
  ['R', 'refuse'],
  ['E', 'done'],
  ['X', 'mark'],
  ['O', 'open'],
  ['Ctrl K', 'search'],
  ['?', 'help'],
] as const;

/** What the keys of the desk do. */
export function DeskKeysHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('desk');
  const said = keys.map(([key, what]) => [key, t(`keys.${what}`)] as const);
  return (
    <Suspense>
      <ShortcutsHelp onClose={onClose} title={t('keys.title')} keys={said} />
    </Suspense>
  );
}
