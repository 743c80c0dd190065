import { useTranslation } from '../../i18n/use-translation.ts';
import { NotificationSettings } from '../../notices/notification-settings.tsx';
import { ConfirmMe } from '../../session/confirm-me.tsx';
import { useMe } from '../../session/me.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { Absence } from './absence.tsx';
import { Look } from './look.tsx';
import { Part } from './part.tsx';
import { Passkeys } from './passkeys.tsx';
import { PasswordChange } from './password-change.tsx';
import styles from './profile-page.module.css';
import { ProviderLink } from './provider-link.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';
import { Tokens } from './tokens.tsx';

/** Who I am here, how it looks, who acts for me, of what I am told, how I sign in and where I am signed in. */
export function ProfilePage() {
  const { t } = useTranslation('profile');
  const me = useMe();
  usePageTitle(t('title'));
  const places = [...me.posts, ...me.units].map(({ name }) => name);
  return (
    <div className={styles.page}>
      <header>
        <h1>{me.name}</h1>
        <p className={styles.quiet}>{[me.login, me.email, ...places].filter(Boolean).join(' · ')}</p>
      </header>
      <Look />
      <Absence />
      <Part id="notices" title={t('notices')}>
        <NotificationSettings />
      </Part>
      <PasswordChange />
      <Passkeys />
      <ProviderLink />
      <SecondFactor />
      <Sessions />
      <Tokens />
      <ConfirmMe />
    </div>
  );
}
