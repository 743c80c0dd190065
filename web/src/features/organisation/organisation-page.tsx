import { SegmentedControl, Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { ConfirmMe } from '../../session/confirm-me.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { usePhone } from '../../ui/use-phone.ts';
import { AccessReport } from './access-report.tsx';
import { WorkingCalendars } from './calendars.tsx';
import { Groups } from './groups.tsx';
import { views } from './organisation-search.ts';
import styles from './organisation-page.module.css';
import { PeopleList } from './people-list.tsx';
import { UnitTree } from './unit-tree.tsx';

/** Who works here, in which units and posts, and when: for administrators. */
export function OrganisationPage() {
  const { t } = useTranslation('organisation');
  const { view = 'people' } = useSearch({ from: '/office/organisation' });
  const navigate = useNavigate();
  const phone = usePhone();
  usePageTitle(t('title'));
  const choices = views.map((value) => ({ value, label: t(`views.${value}`) }));
  const go = (value: string | null) => {
    const wanted = views.find((one) => one === value);
    void navigate({ to: '/organisation', search: wanted ? { view: wanted } : {}, replace: true });
  };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        {phone ? (
          <Select
            className={styles.views}
            aria-label={t('title')}
            allowDeselect={false}
            value={view}
            onChange={(value) => go(value)}
            data={choices}
          />
        ) : (
          <SegmentedControl aria-label={t('title')} value={view} onChange={go} data={choices} />
        )}
      </header>
      {view === 'people' && <PeopleList />}
      {view === 'units' && <UnitTree />}
      {view === 'groups' && <Groups />}
      {view === 'access' && <AccessReport />}
      {view === 'calendars' && <WorkingCalendars />}
      <ConfirmMe />
    </div>
  );
}
