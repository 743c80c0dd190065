import { Code } from '@mantine/core';
import type { Schemas } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';

type Rule = Pick<Schemas['AccessRule'], 'kind' | 'role' | 'level' | 'when' | 'confidential'>;

/** A rule in words: who has which role reaches how far, and when. */
export function RuleWords({ rule: { kind, role, level, when, confidential } }: { readonly rule: Rule }) {
  const { t } = useTranslation('organisation');
  if (kind === 'admin') return <span>{t('access.admin')}</span>;
  return (
    <span>
      {t('access.rule', { role: role ?? '', level: t(`access.levels.${level ?? 'own'}`) })}
      {when !== null && (
        <>
          {' '}
          {t('access.when')} <Code>{when}</Code>
        </>
      )}
      {confidential && ` · ${t('access.confidential')}`}
    </span>
  );
}
