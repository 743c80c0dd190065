import { Kbd, Modal, Table } from '@mantine/core';
import { useTranslation } from '../i18n/use-translation.ts';

interface Props {
  readonly onClose: () => void;
  readonly title: string;
  /** A key, and what it does. */
  readonly keys: readonly (readonly [string, string])[];
}

/** What the keys of a screen do. */
export function ShortcutsHelp({ onClose, title, keys }: Props) {
  const { t } = useTranslation('ui');
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }} lockScroll={false}>
      <Table verticalSpacing={6} withRowBorders={false}>
        <Table.Tbody>
          {keys.map(([key, what]) => (
            <Table.Tr key={key}>
              <Table.Td w={96}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
