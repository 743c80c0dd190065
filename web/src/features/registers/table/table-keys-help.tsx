import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';

const ShortcutsHelp = lazy(async () => ({ default: (await import('../../../ui/shortcuts-help.tsx')).ShortcutsHelp }));

const keys = [
  ['J', 'next'],
  ['K', 'previous'],
  ['Enter', 'open'],
  ['P', 'preview'],
  ['X', 'mark'],
  ['Shift X', 'upTo'],
  ['/', 'search'],
  ['?', 'help'],
] as const;

/** What the keys of a register do; `?` asks for it. */
export function TableKeysHelp() {
  const { t } = useTranslation('registers');
  const [opened, setOpened] = useState(false);
  const open = () => setOpened(true);
  useHotkeys([
    ['shift+?', open],
    ['?', open],
  ]);
  if (!opened) return null;
  const said = keys.map(([key, what]) => [key, t(`keys.${what}`)] as const);
  return (
    <Suspense>
      <ShortcutsHelp onClose={() => setOpened(false)} title={t('keys.title')} keys={said} />
    </Suspense>
  );
}
