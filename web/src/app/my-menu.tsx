import { Menu, SegmentedControl, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { IconLogout, IconShieldCheck, IconSitemap, IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../i18n/use-translation.ts';
import { languages, type Language } from '../../../src/platform/languages.ts';
import { api, answer } from '../api/client.ts';
import { forgetRecent } from '../features/search/recent.ts';
import { speak } from '../i18n/start-i18n.ts';
import { stopPush } from '../notices/push.ts';
import { forgetReader } from '../offline/reader.ts';
import { meQuery, useMe } from '../session/me.ts';
import { LateMenu } from '../ui/late-menu.tsx';
import { Initials } from '../ui/initials.tsx';
import styles from './frame.module.css';

/** Profile, theme, language, and the way out. */
export function MyMenu({ compact = false }: { readonly compact?: boolean }) {
  const { t } = useTranslation('app');
  const me = useMe();
  const queryClient = useQueryClient();
  const scheme = useMantineColorScheme();
  const leave = useMutation({
    mutationFn: async () => {
      forgetRecent();
      await stopPush().catch(() => undefined);
      await forgetReader();
      // Before the end nobody knows any more how it began. Whoever came by the provider is signed out there too.
      const sessions = await api.GET('/api/me/sessions').catch(() => undefined);
      await api.DELETE('/api/session');
      return sessions?.data?.items.some(({ current, method }) => current && method === 'provider');
    },
    // Nothing of this person stays in the memory of the page.
    onSettled: (away) => window.location.assign(away ? '/api/session/provider/sign-out' : '/sign-in'),
  });
  const changeLanguage = useMutation({
    mutationFn: (language: Language) => answer(api.PATCH('/api/me', { body: { language } })),
    onMutate: (language) => speak(language),
    onSuccess: (changed) => {
      queryClient.setQueryData(meQuery.queryKey, changed);
      // Names in answers come in the language of the reader.
      return queryClient.invalidateQueries();
    },
  });
  return (
    <LateMenu
      position={compact ? 'bottom-end' : 'right-end'}
      width={264}
      button={(ofMenu) => (
        <button
          type="button"
          data-tour="me"
          className={styles.item}
          style={compact ? { border: 0, background: 'none', padding: 4 } : undefined}
          {...ofMenu}
        >
          <Initials name={me.name} />
          {compact ? <VisuallyHidden>{t('me.menu', { name: me.name })}</VisuallyHidden> : <span>{me.name}</span>}
        </button>
      )}
    >
      <Menu.Label>{[me.name, ...me.posts.map((post) => post.name)].join(', ')}</Menu.Label>
      <Menu.Item component={Link} to="/profile" leftSection={<IconUserCircle size={16} />}>
        {t('me.profile')}
      </Menu.Item>
      {compact && me.roles.includes('admin') && (
        <Menu.Item component={Link} to="/organisation" leftSection={<IconSitemap size={16} />}>
          {t('rail.organisation')}
        </Menu.Item>
      )}
      {compact && me.roles.some((role) => role === 'admin' || role === 'auditor') && (
        <Menu.Item component={Link} to="/audit" leftSection={<IconShieldCheck size={16} />}>
          {t('rail.audit')}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Label>{t('me.theme')}</Menu.Label>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('me.theme')}
        value={scheme.colorScheme}
        onChange={(value) => scheme.setColorScheme(value)}
        data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`me.${value}`) }))}
      />
      <Menu.Label>{t('me.language')}</Menu.Label>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('me.language')}
        value={me.language}
        onChange={(value) => changeLanguage.mutate(value)}
        data={languages.map((value) => ({ value, label: value.toUpperCase() }))}
      />
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave.mutate()}>
        {t('me.signOut')}
      </Menu.Item>
    </LateMenu>
  );
}
