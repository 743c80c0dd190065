import { Kbd, Modal, Table } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

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

/** What the keys do; `?` asks for it. */
export function ShortcutsHelp() {
  const { t } = useTranslation(['registers', 'ui']);
  const [opened, setOpened] = useState(false);
  const open = () => setOpened(true);
  useHotkeys([
    ['shift+?', open],
    ['?', open],
  ]);
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
      lockScroll={false}
    >
      <Table verticalSpacing={6} withRowBorders={false}>
        <Table.Tbody>
          {keys.map(([key, what]) => (
            <Table.Tr key={key}>
              <Table.Td w={96}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{t(`keys.${what}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
