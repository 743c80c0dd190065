import type { Schemas } from '../../api/client.ts';

export type HistoryEntry = Schemas['HistoryEntry'];
type Comment = Pick<Schemas['CommentView'], 'id' | 'author' | 'text' | 'mentions' | 'createdAt'>;

export type TimelineEntry = { readonly id: string; readonly at: string; readonly who: string } & (
  | { readonly kind: 'event'; readonly entry: HistoryEntry }
  | { readonly kind: 'comment'; readonly text: string; readonly mentions: Comment['mentions'] }
);

/** The events that people are told of here; what the machinery notes besides is for administrators. */
export const toldEvents: ReadonlySet<string> = new Set([
  ...['document.registered', 'document.edited', 'document.status-changed', 'document.responsible-changed'],
  ...['document.shared', 'document.share-taken-back', 'document.confidential-changed'],
  ...['file.added', 'file.version-added', 'link.added'],
  ...['assignment.completed', 'route.started', 'route.finished', 'route.reopened'],
]);

/** What happened and what was said in one line of time, the newest first. */
export function joinTimeline(history: readonly HistoryEntry[], comments: readonly Comment[]): TimelineEntry[] {
  const events = history
    .filter(({ event }) => toldEvents.has(event))
    .map((entry) => ({ kind: 'event' as const, id: `e${entry.id}`, at: entry.at, who: entry.actor.name, entry }));
  const said = comments.map(({ id, author, text, mentions, createdAt }) => ({
    ...{ kind: 'comment' as const, id: `c${id}`, at: createdAt, who: author.name, text, mentions },
  }));
  // Sorting keeps the order of those that happened at the same moment, which is that of the history.
  return [...events, ...said].toReversed().toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
