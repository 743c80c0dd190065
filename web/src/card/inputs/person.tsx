import { PersonFinder } from '../../people/person-finder.tsx';
import type { EditProps } from '../field-kind.ts';
import { personOf } from '../fields/person.tsx';

export function EditPerson({ value, onChange, onLeave, look }: EditProps<'person'>) {
  return <PersonFinder value={personOf(value)} onChange={onChange} onLeave={onLeave} look={look} />;
}
