import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../api/client.ts';

export type Unit = Schemas['UnitWithPeople'];

/** The parts of the organisation with their people, those above before those below. */
export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: ({ signal }) => answer(api.GET('/api/units', { signal })),
  staleTime: 5 * 60_000,
});
