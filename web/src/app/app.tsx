import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client.ts';
import { cssVariables } from '../ui/theme.ts';
import { useTheme } from '../ui/use-theme.ts';
import { styleNonce } from '../ui/style-nonce.ts';
import { usePhone } from '../ui/use-phone.ts';
import { buildRouter } from './router.tsx';

function buildQueryClient(): QueryClient {
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

/** Where menus, dialogs and toasts are put, as a part of the page that has a name. */
function Overlays() {
  const { t } = useTranslation('ui', { useSuspense: false });
  return <section id="overlays" aria-label={t('overlays')} />;
}

/** Everything around the screens. */
export function App() {
  const [queryClient] = useState(buildQueryClient);
  const theme = useTheme();
  const phone = usePhone();
  const [router] = useState(() => buildRouter(queryClient));
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Overlays />
        <RouterProvider router={router} />
        {/* Where no answers and tabs are, which must not be covered. */}
        <Notifications position={phone ? 'top-center' : 'bottom-right'} limit={4} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
