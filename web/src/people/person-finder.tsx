import { useQueryClient } from '@tanstack/react-query';
import { Finder, type Choice, type FinderLook } from '../ui/finder.tsx';
import { peopleQuery } from './people.ts';

/** A person as documents and assignments answer one. */
export interface PersonValue {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

interface Props {
  readonly value: PersonValue | null;
  readonly onChange: (person: PersonValue | null) => void;
  readonly onLeave?: (() => void) | undefined;
  readonly look: FinderLook;
  /** As in `Finder`. */
  readonly inPlace?: boolean;
}

interface FoundPerson extends Choice {
  readonly person: PersonValue;
}

/** Chooses one person, found while typing by name, post or unit. */
export function PersonFinder({ value, onChange, onLeave, look, inPlace }: Props) {
  const queryClient = useQueryClient();
  const find = async (text: string): Promise<FoundPerson[]> => {
    const { items } = await queryClient.fetchQuery(peopleQuery(text));
    return items.map(({ id, login, name, post, unit }) => ({
      id,
      title: name,
      note: [post, unit].filter(Boolean).join(', '),
      person: { id, login, name },
    }));
  };
  return (
    <Finder
      name="people"
      value={value && { id: value.id, title: value.name, person: value }}
      onChange={(found) => onChange(found?.person ?? null)}
      onLeave={onLeave}
      find={find}
      look={look}
      inPlace={inPlace}
    />
  );
}
