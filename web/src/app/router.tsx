import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouter,
} from '@tanstack/react-router';
import { Problem } from '../api/client.ts';
import { readAuditSearch } from '../features/audit/audit-search.ts';
import { readOrganisationSearch } from '../features/organisation/organisation-search.ts';
import { readCalendarSearch } from '../features/calendar/calendar-search.ts';
import { readRegisterSearch } from '../features/registers/register-search.ts';
import { readRegistrationSearch } from '../features/registration/registration-search.ts';
import { tourWasOffered } from '../features/tour/tour.ts';
import { readReportSearch } from '../features/reports/report-search.ts';
import { speak } from '../i18n/start-i18n.ts';
import { deskQuery } from '../assignments/assignments.ts';
import { beginScreen } from './begin-screen.ts';
import { meQuery } from '../session/me.ts';
import { welcomeQuery } from '../session/welcome.ts';
import { documentQuery } from '../streams/documents.ts';
import { streamsQuery } from '../streams/streams.ts';
import { viewsQuery } from '../streams/views.ts';
import { noticeMoves } from '../ui/came-back.ts';
import { ErrorState } from '../ui/states.tsx';
import { Frame } from './frame.tsx';
import { LostPage } from './lost-page.tsx';
import { readSearchText, writeSearchText } from './search-text.ts';

interface DeskSearch {
  readonly assignment?: string;
  /** Key of the outcome that was chosen in a notification and asks for its reason. */
  readonly answer?: string;
  readonly file?: string;
}

interface RouterContext {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: LostPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ to, refused }: Record<string, unknown>): { to?: string; refused?: string } => ({
    ...(isOwnPath(to) && { to }),
    ...(typeof refused === 'string' && { refused }),
  }),
  component: lazyRouteComponent(() => import('./sign-in-route.tsx'), 'SignInRoute'),
});

/** Pages for those who have no password yet, or none any more. */
const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgotten',
  loader: () => beginScreen('entrance'),
  component: lazyRouteComponent(() => import('../features/entrance/forgotten-page.tsx'), 'ForgottenPage'),
});

const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/new-password',
  loader: () => beginScreen('entrance'),
  component: lazyRouteComponent(() => import('../features/entrance/new-password-page.tsx'), 'NewPasswordPage'),
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run',
  loader: () => beginScreen('entrance'),
  component: lazyRouteComponent(() => import('../features/entrance/first-run-page.tsx'), 'FirstRunPage'),
});

/** An address within the app, so that a link cannot lead whoever signs in to somebody else's site. */
function isOwnPath(to: unknown): to is string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to);
}

/** Everything behind the sign-in. */
const office = createRoute({
  getParentRoute: () => root,
  id: 'office',
  beforeLoad: async ({ context, location }) => {
    if (!tourWasOffered()) void context.queryClient.prefetchQuery(welcomeQuery);
    try {
      const me = await context.queryClient.ensureQueryData(meQuery);
      await speak(me.language);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href }, throw: true });
    }
  },
  component: Frame,
  errorComponent: OfficeFailed,
});

function OfficeFailed({ error }: { readonly error: unknown }) {
  const router = useRouter();
  return <ErrorState error={error} onRetry={() => void router.invalidate()} />;
}

const home = createRoute({
  getParentRoute: () => office,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/desk', throw: true });
  },
});

// Loaders ask for what a screen shows: beside its script, and when its link is pointed at.

const desk = createRoute({
  getParentRoute: () => office,
  path: '/desk',
  validateSearch: ({ assignment, file, answer }: Record<string, unknown>): DeskSearch => ({
    ...(typeof assignment === 'string' && { assignment }),
    ...(typeof answer === 'string' && { answer }),
    ...(typeof file === 'string' && { file }),
  }),
  loader: ({ context: { queryClient: client }, location }) => {
    const { assignment } = location.search as { readonly assignment?: string };
    const first = import('../features/desk/first-item.ts').then(({ askFirstItem }) => askFirstItem(client, assignment));
    return beginScreen('desk', client.ensureQueryData(deskQuery), client.ensureQueryData(streamsQuery), first);
  },
  component: lazyRouteComponent(() => import('../features/desk/desk-page.tsx'), 'DeskPage'),
});

const registers = createRoute({
  getParentRoute: () => office,
  path: '/registers',
  loader: () => beginScreen('registers'),
  component: lazyRouteComponent(() => import('../features/registers/registers-page.tsx'), 'RegistersPage'),
});

const register = createRoute({
  getParentRoute: () => office,
  path: '/registers/$stream',
  validateSearch: readRegisterSearch,
  loader: ({ context: { queryClient: client }, params: { stream }, location }) => {
    const search = readRegisterSearch(location.search);
    const page = import('../features/registers/first-page.ts').then(({ askFirstPage }) =>
      askFirstPage(client, stream, search),
    );
    return beginScreen('registers', client.ensureQueryData(viewsQuery), client.ensureQueryData(streamsQuery), page);
  },
  component: lazyRouteComponent(() => import('../features/registers/register-page.tsx'), 'RegisterPage'),
});

const registration = createRoute({
  getParentRoute: () => office,
  path: '/registers/$stream/new',
  validateSearch: readRegistrationSearch,
  loader: () => beginScreen('registration'),
  component: lazyRouteComponent(() => import('../features/registration/registration-page.tsx'), 'RegistrationPage'),
});

const document = createRoute({
  getParentRoute: () => office,
  path: '/documents/$id',
  validateSearch: ({ file }: Record<string, unknown>): { file?: string } => (typeof file === 'string' ? { file } : {}),
  loader: ({ context: { queryClient: client }, params }) =>
    beginScreen('document', client.ensureQueryData(documentQuery(params.id)), client.ensureQueryData(streamsQuery)),
  component: lazyRouteComponent(() => import('../features/document/document-page.tsx'), 'DocumentPage'),
});

const calendar = createRoute({
  getParentRoute: () => office,
  path: '/calendar',
  validateSearch: readCalendarSearch,
  loader: () => beginScreen('calendar'),
  component: lazyRouteComponent(() => import('../features/calendar/calendar-page.tsx'), 'CalendarPage'),
});

const organisation = createRoute({
  getParentRoute: () => office,
  path: '/organisation',
  validateSearch: readOrganisationSearch,
  loader: () => beginScreen('organisation'),
  component: lazyRouteComponent(() => import('../features/organisation/organisation-page.tsx'), 'OrganisationPage'),
});

const attention = createRoute({
  getParentRoute: () => office,
  path: '/attention',
  loader: () => beginScreen('attention'),
  component: lazyRouteComponent(() => import('../features/attention/attention-page.tsx'), 'AttentionPage'),
});

const audit = createRoute({
  getParentRoute: () => office,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
});

const reports = createRoute({
  getParentRoute: () => office,
  path: '/reports',
  loader: () => beginScreen('reports'),
  component: lazyRouteComponent(() => import('../features/reports/reports-page.tsx'), 'ReportsPage'),
});

const report = createRoute({
  getParentRoute: () => office,
  path: '/reports/$report',
  validateSearch: readReportSearch,
  loader: () => beginScreen('reports'),
  component: lazyRouteComponent(() => import('../features/reports/report-page.tsx'), 'ReportPage'),
});

const notifications = createRoute({
  getParentRoute: () => office,
  path: '/notifications',
  validateSearch: ({ show }: Record<string, unknown>): { show?: 'all' } => (show === 'all' ? { show } : {}),
  loader: () => beginScreen('notifications'),
  component: lazyRouteComponent(() => import('../features/notifications/notifications-page.tsx'), 'NotificationsPage'),
});

const profile = createRoute({
  getParentRoute: () => office,
  path: '/profile',
  loader: () => beginScreen('profile'),
  component: lazyRouteComponent(() => import('../features/profile/profile-page.tsx'), 'ProfilePage'),
});

const routeTree = root.addChildren([
  signIn,
  forgotten,
  newPassword,
  firstRun,
  office.addChildren([
    home,
    desk,
    registers,
    register,
    registration,
    document,
    calendar,
    organisation,
    attention,
    audit,
    reports,
    report,
    notifications,
    profile,
  ]),
]);

/** Addresses and screens; a screen is loaded when it is opened, or when its link is pointed at. */
export function buildRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    // What the screens show is kept and renewed by the queries.
    defaultStaleTime: Infinity,
    defaultErrorComponent: OfficeFailed,
    scrollRestoration: true,
    parseSearch: readSearchText,
    stringifySearch: writeSearchText,
  });
  // Not before the first screen stands: until somebody listens, the router itself follows where it is sent on to.
  const stop = router.subscribe('onResolved', () => {
    stop();
    noticeMoves(router.history);
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof buildRouter>;
  }
}
