import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/context.js';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { compileRoute } from '../compile/compile-route.js';
import type { RouteGraph } from '../compile/route-graph.js';
import type { RouteLibrary } from '../engine/protocol.js';
import { parseRoute } from '../model/parse-route.js';

/** A published version of a route. */
export interface PublishedRoute {
  readonly key: string;
  readonly version: number;
  readonly hash: string;
  readonly xml: string;
  readonly graph: RouteGraph;
  /** Its tests, a list; null where it has none. */
  readonly scenarios: unknown;
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
  readonly scenarios: unknown;
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

  /** The current version; undefined when there is none. */
  find(key: string): PublishedRoute | undefined {
    return this.current.get(key);
  }

  /** @throws Refusal notFound */
  get(key: string): PublishedRoute {
    const route = this.find(key);
    if (!route) throw new Refusal('notFound', 'unknown-route', say('There is no route "{route}".', { route: key }));
    return route;
  }

  /** The BPMN XML of a version, also of one that is not in force any more. @throws Refusal notFound */
  async xmlOf(key: string, version: number): Promise<string> {
    const current = this.current.get(key);
    if (current?.version === version) return current.xml;
    const [row] = await this.work.read<{ xml: string }>(
      'SELECT xml FROM route_definition WHERE key = $1 AND version = $2',
      [key, version],
    );
    if (row) return row.xml;
    throw new Refusal(
      'notFound',
      'unknown-route',
      say('There is no version {version} of a route "{route}".', { version, route: key }),
    );
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

  /** Reads the current versions from the database. */
  async reload(): Promise<void> {
    const rows = await this.work.read<RouteRow>(
      'SELECT DISTINCT ON (key) key, version, hash, xml, scenarios FROM route_definition ORDER BY key, version DESC',
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
    const text = 'SELECT key, version, hash, xml, scenarios FROM route_definition WHERE key = $1 AND version = $2';
    const [row] = await (tx
      ? tx.query<RouteRow>(text, [key, version])
      : this.work.read<RouteRow>(text, [key, version]));
    if (!row) throw new Error(`Version ${version} of the route "${key}" is missing in the database.`);
    return this.compiled(row);
  }

  private async compiled(row: RouteRow): Promise<PublishedRoute> {
    const name = `${row.key}@${row.version}`;
    const known = this.versions.get(name);
    const graph = known?.graph ?? (await compilePublished(row));
    // scenarios may change without a new version
    const route = known && isDeepStrictEqual(known.scenarios, row.scenarios) ? known : { ...row, graph };
    this.versions.set(name, route);
    return route;
  }
}

/** It passed the full check when it was published; what it names outside of itself may have gone since, so its runs go on. */
async function compilePublished({ key, version, xml }: RouteRow): Promise<RouteGraph> {
  const parsed = await parseRoute(xml);
  const compiled = 'problems' in parsed ? parsed : compileRoute(parsed.model);
  if ('graph' in compiled) return compiled.graph;
  const reasons = compiled.problems.map(({ message }) => message).join(' ');
  throw new Error(`The published route "${key}" (version ${version}) cannot be compiled: ${reasons}`);
}
