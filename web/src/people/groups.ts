import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../api/client.ts';

export type PeopleGroup = Schemas['PeopleGroupView'];

/** Groups with their members. */
export const groupsQuery = queryOptions({
  queryKey: ['groups'],
  queryFn: ({ signal }) => answer(api.GET('/api/groups', { signal })),
});
