import { useTranslation } from 'react-i18next';
import { useMe } from '../../session/me.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { Absence } from './absence.tsx';
import { PasswordChange } from './password-change.tsx';
import styles from './profile-page.module.css';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';

/** Who I am here, who acts for me, how I sign in and where I am signed in. Theme and language are in the menu. */
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
      <Absence />
      <PasswordChange />
      <SecondFactor />
      <Sessions />
    </div>
  );
}
