import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconShare3 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import type { Schemas } from '../../../api/client.ts';
import { groupsQuery } from '../../../people/groups.ts';
import { PersonFinder, type PersonValue } from '../../../people/person-finder.tsx';
import { unitsQuery } from '../../../people/units.ts';
import styles from './access.module.css';

export type Sharing = Schemas['ShareDto'];

const kinds = ['person', 'unit', 'group'] as const;
const levels = ['read', 'edit'] as const;

interface Props {
  readonly busy: boolean;
  readonly onShare: (sharing: Sharing) => void;
}

/** Whom to share with, how far and until when. */
export function ShareForm({ busy, onShare }: Props) {
  const { t } = useTranslation('document');
  const [kind, setKind] = useState<(typeof kinds)[number]>('person');
  const [person, setPerson] = useState<PersonValue | null>(null);
  const [body, setBody] = useState<string | null>(null);
  const [level, setLevel] = useState<(typeof levels)[number]>('read');
  const [day, setDay] = useState('');
  const units = useQuery({ ...unitsQuery, enabled: kind === 'unit' });
  const groups = useQuery({ ...groupsQuery, enabled: kind === 'group' });
  const bodies = (kind === 'unit' ? units.data?.items : groups.data?.items) ?? [];
  const chosen = kind === 'person' ? person?.id : (body ?? undefined);
  const choose = (value: string) => {
    setKind(kinds.find((one) => one === value) ?? 'person');
    setBody(null);
  };
  return (
    <form
      className={styles.form}
      aria-label={t('access.share')}
      onSubmit={(event) => {
        event.preventDefault();
        // To the end of the day, where the person is.
        const until = day === '' ? null : new Date(`${day}T23:59:59`).toISOString();
        if (chosen !== undefined) onShare({ [kind]: chosen, level, until });
      }}
    >
      <SegmentedControl
        aria-label={t('access.kind')}
        fullWidth
        value={kind}
        onChange={choose}
        data={kinds.map((value) => ({ value, label: t(`access.kinds.${value}`) }))}
      />
      {kind === 'person' ? (
        <PersonFinder value={person} onChange={setPerson} inPlace look={{ label: t('access.with') }} />
      ) : (
        <Select
          label={t('access.with')}
          description={t(`access.note.${kind}`)}
          searchable
          nothingFoundMessage={t('access.none')}
          value={body}
          onChange={setBody}
          data={bodies.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <div className={styles.pair}>
        <Select
          label={t('access.may')}
          allowDeselect={false}
          value={level}
          onChange={(value) => setLevel(value === 'edit' ? 'edit' : 'read')}
          data={levels.map((value) => ({ value, label: t(`access.level.${value}`) }))}
        />
        <TextInput
          type="date"
          label={t('access.untilDay')}
          value={day}
          min={new Date().toISOString().slice(0, 10)}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </div>
      <Button
        type="submit"
        className={styles.go}
        loading={busy}
        disabled={chosen === undefined}
        leftSection={<IconShare3 size={16} stroke={1.6} />}
      >
        {t('access.share')}
      </Button>
    </form>
  );
}
