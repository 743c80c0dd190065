import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ShortcutsHelp } from '../../../ui/shortcuts-help.tsx';

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
  const said = keys.map(([key, what]) => [key, t(`keys.${what}`)] as const);
  return <ShortcutsHelp opened={opened} onClose={() => setOpened(false)} title={t('keys.title')} keys={said} />;
}
