import { ActionIcon, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSettings } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { NotificationSettings } from '../../notices/notification-settings.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import styles from './notifications-page.module.css';

/** Opens the choice of what I am told, without leaving the list. */
export function SettingsButton() {
  const { t } = useTranslation(['notifications', 'ui']);
  const phone = usePhone();
  const [opened, { open, close }] = useDisclosure(false);
  const name = t('notifications:settings');
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        className={styles.icon}
        aria-label={name}
        data-tip={name}
        onClick={open}
      >
        <IconSettings size={18} stroke={1.6} />
      </ActionIcon>
      <Modal
        opened={opened}
        onClose={close}
        title={name}
        size={880}
        fullScreen={phone}
        closeButtonProps={{ 'aria-label': t('ui:close'), size: phone ? 44 : 32 }}
      >
        <NotificationSettings />
      </Modal>
    </>
  );
}
