import { useTranslation } from '../i18n/use-translation.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { EmptyState } from '../ui/states.tsx';

/** An address that leads nowhere. */
export function LostPage() {
  const { t } = useTranslation('app');
  const home = <LinkButton to="/desk">{t('lost.home')}</LinkButton>;
  return (
    <main>
      <EmptyState title={t('lost.title')} action={home} whole>
        {t('lost.text')}
      </EmptyState>
    </main>
  );
}
