import { useTranslation } from '../../i18n/use-translation.ts';
import type { RuleRole } from './rules-draft.ts';

/** What a role is called; that of whoever has not signed in has no name of its own. */
export function useRoleName(): (role: Pick<RuleRole, 'key' | 'name'>) => string {
  const { t } = useTranslation('organisation');
  return ({ key, name }) => (key === 'public' ? t('rules.public') : name);
}
