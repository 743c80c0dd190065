import { Button } from '@mantine/core';
import { useTranslation } from '../../../i18n/use-translation.ts';
import styles from './actions.module.css';

interface Props {
  readonly label: string;
  readonly onClose: () => void;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly danger?: boolean;
}

/** The two ways out of a form. */
export function FormFoot({ label, onClose, busy, disabled = false, danger = false }: Props) {
  const { t } = useTranslation('ui');
  return (
    <div className={styles.foot}>
      <Button variant="default" onClick={onClose}>
        {t('cancel')}
      </Button>
      <Button type="submit" loading={busy} disabled={disabled} {...(danger && { color: 'red' })}>
        {label}
      </Button>
    </div>
  );
}
