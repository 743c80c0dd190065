import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useTranslation } from '../i18n/use-translation.ts';
import { cssVariables } from '../ui/theme.ts';
import { Tips } from '../ui/tips.tsx';
import { useTheme } from '../ui/use-theme.ts';
import { styleNonce } from '../ui/style-nonce.ts';
import { usePhone } from '../ui/use-phone.ts';
import type { buildRouter } from './router.tsx';

interface Props {
  readonly queryClient: QueryClient;
  readonly router: ReturnType<typeof buildRouter>;
}

/** Where menus, dialogs, hints and toasts are put, as a part of the page that has a name. */
function Overlays() {
  const { t } = useTranslation('ui');
  return (
    <section id="overlays" aria-label={t('overlays')}>
      <Tips />
    </section>
  );
}

/** Everything around the screens. */
export function App({ queryClient, router }: Props) {
  const theme = useTheme();
  const phone = usePhone();
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
