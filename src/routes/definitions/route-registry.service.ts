import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Context, Tx } from '../../platform/context.js';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import type { RouteGraph } from '../compile/route-graph.js';
import type { RouteLibrary } from '../engine/protocol.js';
import type { RouteProblem } from '../model/route-model.js';
import { actionNames } from './action-names.js';
import { checkRoute } from './check-route.js';
import type { RouteSource } from './load-routes.js';

/** A published version of a route. */
export interface PublishedRoute {
  readonly key: string;
  readonly version: number;
  readonly hash: string;
  readonly xml: string;
  readonly graph: RouteGraph;
}

/** The versions that a run is pinned to: its own route's, and those of the routes that it can call. */
export interface PinnedVersions {
  readonly route: string;
  readonly version: number;
  readonly called: Readonly<Record<string, number>>;
}

interface RouteRow {
  readonly key: string;
  readonly version: number;
  readonly hash: string;
  readonly xml: string;
}

/** The published routes, compiled. New versions never replace those that running runs are pinned to. */
@Injectable()
export class RouteRegistry implements OnModuleInit {
  private readonly logger = new Logger('Routes');
  private current = new Map<string, PublishedRoute>();
  private readonly versions = new Map<string, PublishedRoute>();
  private readonly libraries = new Map<string, RouteLibrary>();

  constructor(
    private readonly work: UnitOfWork,
    changes: ChangeFeed,
  ) {
    changes.subscribe((topic) => {
      if (topic !== 'route_definition' && topic !== '*') return;
      this.reload().catch((error: Error) => this.logger.error(`Routes could not be read again: ${error.message}`));
    });
  }

  async onModuleInit(): Promise<void> {
    await this.reload();
  }

  /** All current versions, sorted by key. */
  all(): PublishedRoute[] {
    return [...this.current.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** @throws Refusal notFound */
  get(key: string): PublishedRoute {
    const route = this.current.get(key);
    if (!route) throw new Refusal('notFound', 'unknown-route', `There is no route "${key}".`);
    return route;
  }

  /** The current versions of a route and of everything that it calls, directly or through others. */
  pin(key: string): PinnedVersions {
    const main = this.get(key);
    const called: Record<string, number> = {};
    const waiting = [...main.graph.calls];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (called[next] !== undefined) continue;
      const route = this.get(next);
      called[next] = route.version;
      waiting.push(...route.graph.calls);
    }
    return { route: key, version: main.version, called };
  }

  /** The compiled graphs of pinned versions; old ones are read once, through `tx` when the caller has a transaction. */
  async library(pinned: PinnedVersions, tx?: Tx): Promise<RouteLibrary> {
    const name = JSON.stringify([pinned.route, pinned.version, pinned.called]);
    const known = this.libraries.get(name);
    if (known) return known;
    const main = await this.version(pinned.route, pinned.version, tx);
    const called = await Promise.all(
      Object.entries(pinned.called).map(
        async ([key, version]) => [key, (await this.version(key, version, tx)).graph] as const,
      ),
    );
    const library = { main: main.graph, called: new Map(called) };
    this.libraries.set(name, library);
    return library;
  }

  /**
   * Publishes sources whose text has changed as new versions. A route that does not pass its check is left as it was
   * and its problems are answered; the others are published. Files that are older than the published version are told.
   */
  async publish(
    context: Context,
    sources: readonly RouteSource[],
    origin: 'files' | 'person' = 'person',
  ): Promise<{ published: string[]; problems: { file: string; problem: RouteProblem }[] }> {
    await context.tx.query('LOCK TABLE route_definition IN SHARE ROW EXCLUSIVE MODE');
    const routes = new Set([...this.current.keys(), ...sources.map((source) => source.key)]);
    const surroundings = { routes, actions: new Set<string>(actionNames) };
    const published: string[] = [];
    const problems: { file: string; problem: RouteProblem }[] = [];
    for (const source of sources) {
      const versions = await context.tx.query<{ version: number; hash: string }>(versionsOf, [source.key]);
      if (versions[0]?.hash === source.hash) continue;
      const earlier = versions.find(({ hash }) => hash === source.hash);
      if (origin === 'files' && earlier) {
        problems.push({ file: source.file, problem: olderFile(earlier.version, versions[0]?.version) });
        continue;
      }
      const checked = await checkRoute(source.xml, surroundings);
      if ('problems' in checked) {
        problems.push(...checked.problems.map((problem) => ({ file: source.file, problem })));
        continue;
      }
      await context.tx.query(insertVersion, [source.key, source.hash, source.xml, context.now]);
      published.push(source.key);
    }
    return { published, problems };
  }

  /** Reads the current versions from the database. */
  async reload(): Promise<void> {
    const rows = await this.work.read<RouteRow>(
      'SELECT DISTINCT ON (key) key, version, hash, xml FROM route_definition ORDER BY key, version DESC',
    );
    const current = new Map<string, PublishedRoute>();
    for (const row of rows) {
      try {
        current.set(row.key, await this.compiled(row));
      } catch (error) {
        this.logger.error((error as Error).message);
      }
    }
    this.current = current;
  }

  private async version(key: string, version: number, tx: Tx | undefined): Promise<PublishedRoute> {
    const known = this.versions.get(`${key}@${version}`);
    if (known) return known;
    const text = 'SELECT key, version, hash, xml FROM route_definition WHERE key = $1 AND version = $2';
    const [row] = await (tx
      ? tx.query<RouteRow>(text, [key, version])
      : this.work.read<RouteRow>(text, [key, version]));
    if (!row) throw new Error(`Version ${version} of the route "${key}" is missing in the database.`);
    return this.compiled(row);
  }

  private async compiled(row: RouteRow): Promise<PublishedRoute> {
    const name = `${row.key}@${row.version}`;
    const known = this.versions.get(name);
    if (known) return known;
    // It passed the full check when it was published; routes that it calls may have gone since.
    const checked = await checkRoute(row.xml, { routes: everything, actions: everything });
    if ('problems' in checked) {
      const reasons = checked.problems.map((problem) => problem.message).join(' ');
      throw new Error(`The published route "${row.key}" (version ${row.version}) cannot be compiled: ${reasons}`);
    }
    const route = { ...row, graph: checked.graph };
    this.versions.set(name, route);
    return route;
  }
}

/** A file that was not changed must not undo what somebody has published since. */
function olderFile(version: number, current: number | undefined): RouteProblem {
  const message =
    `The file is version ${version}; version ${current} was published since, and stays. To keep it, save ` +
    'the published drawing (GET /api/routes) to the file; to go back, change the file.';
  return { element: null, code: 'older-file', message };
}

/** Contains every key. */
const everything: ReadonlySet<string> = new (class extends Set<string> {
  override has(): boolean {
    return true;
  }
})();

const versionsOf = 'SELECT version, hash FROM route_definition WHERE key = $1 ORDER BY version DESC';

const insertVersion = `
  INSERT INTO route_definition (key, version, hash, xml, published_at)
  SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM route_definition WHERE key = $1`;
