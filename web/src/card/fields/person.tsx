import type { PersonValue } from '../../people/person-finder.tsx';
import { memberOf, textOf, type FieldKind } from '../field-kind.ts';

/** The person as the API answers one, or as a finder gives one. */
export function personOf(value: unknown): PersonValue | null {
  const id = typeof value === 'string' ? value : textOf(memberOf(value, 'id'));
  if (id === '') return null;
  return { id, login: textOf(memberOf(value, 'login')), name: textOf(memberOf(value, 'name')) || id };
}

export const personKind: FieldKind<'person'> = {
  type: 'person',
  Show: ({ value }) => personOf(value)?.name,
  copy: (value) => personOf(value)?.name ?? '',
};
