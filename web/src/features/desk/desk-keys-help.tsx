import { useTranslation } from 'react-i18next';
import { ShortcutsHelp } from '../../ui/shortcuts-help.tsx';

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
export function DeskKeysHelp({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('desk');
  const said = keys.map(([key, what]) => [key, t(`keys.${what}`)] as const);
  return <ShortcutsHelp opened={opened} onClose={onClose} title={t('keys.title')} keys={said} />;
}
