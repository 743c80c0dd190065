import { staleKeys } from './stale-keys.ts';

it.each([
  [{ type: 'inbox', document: 'd' } as const, [['assignments'], ['calendar'], ['documents', 'd']]],
  [{ type: 'document', document: 'd' } as const, [['documents', 'd']]],
  [{ type: 'notification' } as const, [['notifications']]],
  [{ type: 'resync' } as const, [[]]],
])('%j makes %j out of date', (event, keys) => expect(staleKeys(event)).toEqual(keys));
