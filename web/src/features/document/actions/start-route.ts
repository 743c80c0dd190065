import type { PublishedRoute, RunSummary } from '../../../routes/runs.ts';

/** A route that a document may be sent along, and what stands in the way or is to be known before. */
export interface RouteOffer {
  readonly route: PublishedRoute;
  /** `running`: it is on this route already, and cannot be twice. */
  readonly hindrance?: 'running';
  /** `queue`: it begins when the one under way has ended; `replace`: it ends the one under way. */
  readonly note?: 'queue' | 'replace';
}

/** The routes that people may start for documents of a stream, those that can be started first. */
export function routeOffers(
  routes: readonly PublishedRoute[],
  stream: string,
  runs: readonly Pick<RunSummary, 'route' | 'state'>[],
): RouteOffer[] {
  const under = new Set(
    runs.filter(({ state }) => state === 'running' || state === 'queued').map(({ route }) => route),
  );
  const offers = routes
    .filter((route) => route.byHand && (route.stream === null || route.stream === stream))
    .map((route): RouteOffer => {
      if (!under.has(route.key) || route.runs === 'parallel') return { route };
      return route.runs === 'refuse' ? { route, hindrance: 'running' } : { route, note: route.runs };
    });
  const rank = ({ hindrance }: RouteOffer) => (hindrance === undefined ? 0 : 1);
  return offers.toSorted((a, b) => rank(a) - rank(b) || a.route.name.localeCompare(b.route.name));
}

/** What was typed for the variables of a route, as JSON where it is that, else as text; what is left empty is not given. */
export function typedVariables(
  asked: readonly { readonly name: string }[],
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(
    asked.flatMap(({ name }) => {
      const text = typed[name]?.trim() ?? '';
      return text === '' ? [] : [[name, valueOf(text)] as const];
    }),
  );
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
