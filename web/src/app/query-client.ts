import { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/client.ts';

/** Keeps what was read of the server. */
export function buildQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Without a connection reading is answered by what was kept, and what is decided is kept until later.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        staleTime: 10_000,
        gcTime: 30 * 60_000,
        // What the server refuses it refuses again; only what may pass is tried once more.
        retry: (failures, error) =>
          failures < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 500),
      },
    },
  });
}
