import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { PersonFinder, type PersonValue } from '../../people/person-finder.tsx';
import { useMe } from '../../session/me.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { AccessMatrix } from './access-matrix.tsx';
import { AccessOfPerson } from './access-of-person.tsx';
import { AccessOfStream } from './access-of-stream.tsx';
import { accessWays } from './organisation-search.ts';
import styles from './organisation-page.module.css';

/** The rules of access; who sees what by them: of one person in every stream, or of everybody in one stream. */
export function AccessReport() {
  const { t } = useTranslation('organisation');
  const { name } = useFormat();
  const me = useMe();
  const streams = useQuery(streamsQuery);
  const { by = 'rules' } = useSearch({ from: '/office/organisation' });
  const navigate = useNavigate();
  const setBy = (way: string) => {
    const wanted = accessWays.find((one) => one === way) ?? 'rules';
    void navigate({ to: '/organisation', search: { view: 'access', by: wanted }, replace: true });
  };
  const [person, setPerson] = useState<PersonValue | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const items = streams.data?.items ?? [];
  const stream = items.find(({ key }) => key === chosen) ?? items[0];
  const asked = new URLSearchParams(
    by === 'person' ? { person: person?.login ?? me.login } : { stream: stream?.key ?? '' },
  );
  return (
    <section aria-label={t('views.access')}>
      <div className={styles.tools}>
        <SegmentedControl
          aria-label={t('access.by')}
          value={by}
          onChange={setBy}
          data={accessWays.map((value) => ({ value, label: t(`access.ways.${value}`) }))}
        />
        <div className={styles.search}>
          {by === 'person' && (
            <PersonFinder
              value={person}
              onChange={setPerson}
              look={{ 'aria-label': t('access.person'), placeholder: me.name }}
            />
          )}
          {by === 'stream' && (
            <Select
              aria-label={t('access.stream')}
              allowDeselect={false}
              value={stream?.key ?? null}
              onChange={setChosen}
              data={items.map((one) => ({ value: one.key, label: name(one.name) }))}
            />
          )}
        </div>
        {by !== 'rules' && (
          <Button
            component="a"
            href={`/api/access/report/sheet?${String(asked)}`}
            variant="default"
            leftSection={<IconFileSpreadsheet size={16} stroke={1.6} />}
          >
            {t('access.sheet')}
          </Button>
        )}
      </div>
      {by === 'rules' && <AccessMatrix streams={items} />}
      {by === 'person' && <AccessOfPerson login={person?.login ?? me.login} streams={items} />}
      {by === 'stream' && stream && <AccessOfStream stream={stream} />}
    </section>
  );
}
