import type { QueryClient } from '@tanstack/react-query';
import { assignmentQuery, deskQuery } from '../../assignments/assignments.ts';
import { groupDesk } from '../../assignments/groups.ts';
import { keptAnswers, withoutKept } from '../../assignments/outbox.ts';
import { documentQuery } from '../../streams/documents.ts';

/** Asks for the item that the desk shows first, unless it has been read: the one of the address, else that on top. */
export async function askFirstItem(client: QueryClient, chosen: string | undefined): Promise<void> {
  const desk = withoutKept(await client.ensureQueryData(deskQuery), keptAnswers());
  const items = groupDesk(desk, new Date()).flatMap((group) => group.items);
  const first = chosen === undefined ? items[0] : items.find(({ id }) => id === chosen);
  if (!first) return;
  await Promise.all([
    client.ensureQueryData(assignmentQuery(first.id)),
    client.ensureQueryData(documentQuery(first.document.id)),
  ]);
}
