import { IconChecklist } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { KeptAnswers } from './kept-answers.tsx';

/** Nothing waits. */
export function EmptyDesk() {
  const { t } = useTranslation('desk');
  const registers = (
    <LinkButton variant="default" to="/registers">
      {t('empty.registers')}
    </LinkButton>
  );
  return (
    <>
      <KeptAnswers />
      <EmptyState icon={<IconChecklist size={40} stroke={1.2} />} title={t('empty.title')} action={registers} whole>
        {t('empty.text')}
      </EmptyState>
    </>
  );
}
