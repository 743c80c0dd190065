import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/states.tsx';

/** An address that leads nowhere. */
export function LostPage() {
  const { t } = useTranslation('app');
  const home = (
    <Button component={Link} to="/desk">
      {t('lost.home')}
    </Button>
  );
  return (
    <EmptyState title={t('lost.title')} action={home}>
      {t('lost.text')}
    </EmptyState>
  );
}
