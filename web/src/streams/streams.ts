import { queryOptions } from '@tanstack/react-query';
import type { FieldDefinition } from '../../../src/streams/definition/field-definition.ts';
import { api, answer, type Schemas } from '../api/client.ts';

/** A stream as the API answers it, with its fields as the server's own code knows them. */
export type Stream = Omit<Schemas['StreamView'], 'fields'> & { readonly fields: readonly FieldDefinition[] };

/** The streams that I may see, with their cards, statuses and views. */
export const streamsQuery = queryOptions({
  queryKey: ['streams'],
  queryFn: () => answer(api.GET('/api/streams')),
  staleTime: 5 * 60_000,
});
