/** What the server tells over `/api/events`, as far as the app looks at it. */
export type LiveEvent =
  | { readonly type: 'inbox'; readonly document: string }
  | { readonly type: 'document'; readonly document: string }
  | { readonly type: 'notification' }
  | { readonly type: 'resync' };

export const liveTypes = ['inbox', 'document', 'notification', 'resync'] as const;

/** The keys of queries that an event makes out of date; an empty key is all of them. */
export function staleKeys(event: LiveEvent): readonly (readonly string[])[] {
  switch (event.type) {
    case 'inbox':
      return [['assignments'], ['calendar'], ['documents', event.document]];
    case 'document':
      return [['documents', event.document]];
    case 'notification':
      return [['notifications']];
    case 'resync':
      return [[]];
  }
}
