import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { ConfirmMe } from '../../session/confirm-me.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { WorkingCalendars } from './calendars.tsx';
import { views } from './organisation-search.ts';
import styles from './organisation-page.module.css';
import { PeopleList } from './people-list.tsx';
import { UnitTree } from './unit-tree.tsx';

/** Who works here, in which units and posts, and when: for administrators. */
export function OrganisationPage() {
  const { t } = useTranslation('organisation');
  const { view = 'people' } = useSearch({ from: '/office/organisation' });
  const navigate = useNavigate();
  usePageTitle(t('title'));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        <SegmentedControl
          aria-label={t('title')}
          value={view}
          onChange={(value) => void navigate({ to: '/organisation', search: { view: value }, replace: true })}
          data={views.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
      </header>
      {view === 'people' && <PeopleList />}
      {view === 'units' && <UnitTree />}
      {view === 'calendars' && <WorkingCalendars />}
      <ConfirmMe />
    </div>
  );
}
