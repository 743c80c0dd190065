import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from '../../session/me.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { viewsQuery } from '../../streams/views.ts';
import { pageQuery } from './paging/list-queries.ts';
import type { RegisterSearch } from './register-search.ts';
import { listOf, stateOf, viewsFrom } from './register-state.ts';

/** Asks for the first page of the list that an address of a register shows, unless it has been read. */
export async function askFirstPage(client: QueryClient, key: string, search: RegisterSearch): Promise<void> {
  const [me, streams, views] = await Promise.all([
    client.ensureQueryData(meQuery),
    client.ensureQueryData(streamsQuery),
    client.ensureQueryData(viewsQuery),
  ]);
  const stream = streams.items.find((known) => known.key === key);
  if (!stream) return;
  const list = listOf(key, stateOf(viewsFrom(stream, views), search), me.id);
  await client.ensureQueryData(pageQuery(client, list, 0));
}
