import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import type { FileProblem } from './judge-routes.js';
import type { RouteSource } from './load-routes.js';
import { scenarioList } from './play-scenarios.js';
import { RouteChecks } from './route-checks.service.js';

export interface RoutePublication {
  /** Keys of the routes with a new version, or with new scenarios for the version in force. */
  readonly published: readonly string[];
  readonly problems: readonly FileProblem[];
  /** What was published all the same. */
  readonly warnings: readonly FileProblem[];
}

interface VersionRow {
  readonly version: number;
  readonly hash: string;
  readonly scenarios: unknown;
}

/** What is to be done with a source that differs from the version in force. */
interface Change {
  readonly source: RouteSource;
  /** Null for a new version, else the one that gets the scenarios. */
  readonly sameAs: number | null;
}

/** Publishes routes: what has changed, is sound and goes as its scenarios say becomes a new version. */
@Injectable()
export class PublishRoutes {
  constructor(
    private readonly checks: RouteChecks,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A route that does not pass is left as it was and its problems are answered; the others are published. Files that are
   * older than the published version are told. A person's drawing without scenarios is tried with those of the version in
   * force, and keeps them.
   */
  async execute(
    context: Context,
    sources: readonly RouteSource[],
    origin: 'files' | 'person',
  ): Promise<RoutePublication> {
    await context.tx.query('LOCK TABLE route_definition IN SHARE ROW EXCLUSIVE MODE');
    const changes: Change[] = [];
    const problems: FileProblem[] = [];
    for (const source of sources) {
      const versions = await context.tx.query<VersionRow>(versionsOf, [source.key]);
      const older = origin === 'files' ? olderFile(source, versions) : undefined;
      const change = older ? undefined : changeOf(source, versions, origin);
      if (older) problems.push(older);
      if (change) changes.push(change);
    }
    const judged = await this.checks.judge(
      context,
      changes.map(({ source }) => source),
      { sample: true, nobody: origin === 'files' ? 'warning' : 'error' },
    );
    for (const { source } of judged.sound) {
      const { sameAs } = changes.find((change) => change.source === source) ?? { sameAs: null };
      const { key, hash, xml } = source;
      const scenarios = source.scenarios === undefined ? null : JSON.stringify(scenarioList(source.scenarios));
      if (sameAs === null) await context.tx.query(insertVersion, [key, hash, xml, context.now, scenarios]);
      else await context.tx.query(updateScenarios, [key, sameAs, scenarios]);
      await this.note(context, source, sameAs);
    }
    return {
      published: judged.sound.map(({ source }) => source.key),
      problems: [...problems, ...judged.problems],
      warnings: judged.warnings,
    };
  }

  private async note(context: Context, { key, hash }: RouteSource, sameAs: number | null): Promise<void> {
    const versions = await context.tx.query<VersionRow>(versionsOf, [key]);
    const version = sameAs ?? versions[0]?.version;
    const last = sameAs === null ? versions[1] : undefined;
    await this.audit.write(context, {
      verb: sameAs === null ? 'route.published' : 'route.scenarios-changed',
      object: { kind: 'route', id: key },
      ...(last && { before: { version: last.version, drawing: last.hash } }),
      after: { version, drawing: hash },
    });
  }
}

function changeOf(
  source: RouteSource,
  versions: readonly VersionRow[],
  origin: 'files' | 'person',
): Change | undefined {
  const [current] = versions;
  const held = current?.scenarios ?? undefined;
  const kept = source.scenarios === undefined && origin === 'person' ? held : scenarioList(source.scenarios);
  const { key, file, xml, hash } = source;
  const candidate = { key, file, xml, hash, ...(kept === undefined ? {} : { scenarios: kept }) };
  if (current?.hash !== hash) return { source: candidate, sameAs: null };
  return isDeepStrictEqual(kept, held) ? undefined : { source: candidate, sameAs: current.version };
}

/** A file that was not changed must not undo what somebody has published since. */
function olderFile({ file, hash }: RouteSource, versions: readonly VersionRow[]): FileProblem | undefined {
  const [current] = versions;
  const earlier = current?.hash === hash ? undefined : versions.find((version) => version.hash === hash);
  if (!earlier) return undefined;
  const message =
    `The file is version ${earlier.version}; version ${current?.version} was published since, and stays. To keep it, save ` +
    'the published drawing (GET /api/routes) to the file; to go back, change the file.';
  return { file, problem: { element: null, code: 'older-file', message } };
}

const versionsOf = 'SELECT version, hash, scenarios FROM route_definition WHERE key = $1 ORDER BY version DESC';

const insertVersion = `
  INSERT INTO route_definition (key, version, hash, xml, published_at, scenarios)
  SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5 FROM route_definition WHERE key = $1`;

const updateScenarios = 'UPDATE route_definition SET scenarios = $3 WHERE key = $1 AND version = $2';
