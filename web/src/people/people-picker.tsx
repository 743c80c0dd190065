import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useTranslation } from '../i18n/use-translation.ts';
import { Initials } from '../ui/initials.tsx';
import styles from './people-picker.module.css';
import { PersonFinder, type PersonValue } from './person-finder.tsx';

interface Props {
  readonly label: string;
  readonly description?: string | undefined;
  readonly people: readonly PersonValue[];
  readonly onChange: (people: readonly PersonValue[]) => void;
  /** Their order means something: it is shown and can be changed. */
  readonly ordered?: boolean;
  readonly error?: string | undefined;
}

/** Chooses several people, one after another. */
export function PeoplePicker({ label, description, people, onChange, ordered = false, error }: Props) {
  const { t } = useTranslation('people');
  const move = (from: number, to: number) => {
    const next = people.filter((_, position) => position !== from);
    const moved = people[from];
    if (moved) onChange([...next.slice(0, to), moved, ...next.slice(to)]);
  };
  return (
    <div>
      <PersonFinder
        key={people.length}
        value={null}
        onChange={(person) => {
          if (person && !people.some(({ id }) => id === person.id)) onChange([...people, person]);
        }}
        look={{ label, description, error, placeholder: t('find') }}
      />
      <ol className={styles.people} aria-label={label}>
        {people.map((person, position) => (
          <li key={person.id}>
            {ordered && <span className={styles.place}>{position + 1}</span>}
            <Initials name={person.name} />
            <span className={styles.name}>{person.name}</span>
            {ordered && people.length > 1 && (
              <>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  disabled={position === 0}
                  aria-label={t('earlier', { name: person.name })}
                  onClick={() => move(position, position - 1)}
                >
                  <IconArrowUp size={16} stroke={1.6} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  disabled={position === people.length - 1}
                  aria-label={t('later', { name: person.name })}
                  onClick={() => move(position, position + 1)}
                >
                  <IconArrowDown size={16} stroke={1.6} />
                </ActionIcon>
              </>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('remove', { name: person.name })}
              onClick={() => onChange(people.filter(({ id }) => id !== person.id))}
            >
              <IconX size={16} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ol>
    </div>
  );
}
