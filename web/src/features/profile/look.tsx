import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { languages, type Language } from '../../../../src/platform/languages.ts';
import { api, answer } from '../../api/client.ts';
import { speak } from '../../i18n/start-i18n.ts';
import { meQuery, useMe } from '../../session/me.ts';
import { Part } from './part.tsx';
import styles from './profile-page.module.css';

const languageNames = { en: 'English', ru: 'Русский', pl: 'Polski', lt: 'Lietuvių' } as const;

/** In which language and how bright; both are kept at once. */
export function Look() {
  const { t } = useTranslation('profile');
  const me = useMe();
  const queryClient = useQueryClient();
  const scheme = useMantineColorScheme();
  const change = useMutation({
    mutationFn: (language: Language) => answer(api.PATCH('/api/me', { body: { language } })),
    onMutate: (language) => speak(language),
    onSuccess: (changed) => {
      queryClient.setQueryData(meQuery.queryKey, changed);
      return queryClient.invalidateQueries();
    },
  });
  return (
    <Part id="look" title={t('look.title')}>
      <div className={styles.choice}>
        <span id="look-language">{t('look.language')}</span>
        <SegmentedControl
          aria-labelledby="look-language"
          value={me.language}
          onChange={(value) => change.mutate(value)}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
      </div>
      <div className={styles.choice}>
        <span id="look-theme">{t('look.theme')}</span>
        <SegmentedControl
          aria-labelledby="look-theme"
          value={scheme.colorScheme}
          onChange={(value) => scheme.setColorScheme(value)}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`look.${value}`) }))}
        />
      </div>
    </Part>
  );
}
