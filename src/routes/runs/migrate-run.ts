import { Injectable } from '@nestjs/common';
import type { Context, Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { keptFields } from '../assignments/step-fields.js';
import { RouteRegistry, type PinnedVersions } from '../definitions/route-registry.service.js';
import { activeElements } from '../engine/active-elements.js';
import { migrate, renamedParts, type Migrated } from '../engine/migrate.js';
import type { MigrationProblem } from '../engine/migration-map.js';
import type { RouteLibrary } from '../engine/protocol.js';
import { DocumentFacts } from './document-facts.js';
import { lockRun, pinnedOf, readRun } from './load-run.js';
import type { RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';

/** From which version of a route to which, and what its elements are called there; others keep their id. */
export interface Migration {
  readonly route: string;
  readonly from: number;
  readonly to: number;
  readonly mapping: Readonly<Record<string, string>>;
}

/** What would become of one run. */
export interface MigrationPreview {
  readonly migrates: boolean;
  /** Where the run is, and where it would be. */
  readonly active: readonly { readonly element: string; readonly name: string; readonly to: string }[];
  readonly problems: readonly MigrationProblem[];
}

interface Planned {
  readonly run: RunRecord;
  readonly pinned: PinnedVersions;
  readonly before: RouteLibrary;
  readonly after: RouteLibrary;
  readonly result: Migrated | { readonly problems: readonly MigrationProblem[] };
}

/** Takes a running run to another version of its route, where it stands. */
@Injectable()
export class MigrateRun {
  constructor(
    private readonly stepper: RunStepper,
    private readonly routes: RouteRegistry,
    private readonly documents: DocumentFacts,
  ) {}

  /** What `execute` would do; nothing is changed. @throws Refusal notFound, conflict (another route or version) */
  async preview(context: Context, runId: string, migration: Migration): Promise<MigrationPreview> {
    const { run, before, result } = await this.plan(context, await readRun(context.tx, runId), migration);
    const active = activeElements(run.state).map(({ element, route }) => ({
      element,
      name: (route === undefined ? before.main : before.called.get(route))?.nodes.get(element)?.name ?? element,
      to: route === undefined ? (migration.mapping[element] ?? element) : element,
    }));
    const problems = 'problems' in result ? result.problems : [];
    return { migrates: problems.length === 0, active, problems };
  }

  /** @throws Refusal notFound, conflict (another route or version; it cannot be taken there, with each reason) */
  async execute(context: Context, runId: string, migration: Migration): Promise<void> {
    const planned = await this.plan(context, await lockRun(context.tx, runId), migration);
    const { run, pinned, result } = planned;
    if ('problems' in result) {
      const problems = result.problems.map(({ element, code, message }) => ({ path: element, code, message }));
      throw new Refusal('conflict', 'cannot-be-migrated', 'The run cannot be taken to that version.', problems);
    }
    const { tx } = context;
    await tx.query('UPDATE route_run SET route_version = $2, called_versions = $3 WHERE id = $1', [
      run.id,
      pinned.version,
      JSON.stringify(pinned.called),
    ]);
    await renameElements(tx, run.id, migration.mapping);
    const moved = { ...run, routeVersion: pinned.version, calledVersions: pinned.called };
    const { route, from, to, mapping } = migration;
    const renamed = renamedParts(planned.before, planned.after, mapping);
    const at = context.now.getTime();
    const event = { type: 'restore', at, reason: 'migration', state: result.state, renamed } as const;
    const stepped = await this.stepper.step(context, moved, event, {
      history: [{ event: 'route.migrated', detail: { run: run.id, route, from, to, mapping } }],
    });
    if (!('run' in stepped)) throw new Error('A migrated run does not fit its new version.');
    await this.renewAssignments(tx, stepped.run, planned.after);
  }

  private async plan(context: Context, run: RunRecord, migration: Migration): Promise<Planned> {
    if (run.route !== migration.route || run.routeVersion !== migration.from || run.status !== 'running') {
      const message = say(
        'The run is {status}, on version {current} of "{route}"; expected a running one on version {version} of "{wanted}".',
        {
          status: run.status,
          current: run.routeVersion,
          route: run.route,
          version: migration.from,
          wanted: migration.route,
        },
      );
      throw new Refusal('conflict', 'another-version', message);
    }
    const before = await this.routes.library(pinnedOf(run), context.tx);
    const pinned = await this.pin(context.tx, run, migration.to);
    const after = await this.routes.library(pinned, context.tx);
    const facts = await this.documents.of(context, run.documentId).read();
    const result = migrate(before, after, run.state, migration.mapping, context.now.getTime(), facts);
    return { run, pinned, before, after, result };
  }

  /** Routes that it calls keep their versions; those that only the new version calls get their current ones. */
  private async pin(tx: Tx, run: RunRecord, version: number): Promise<PinnedVersions> {
    const { main } = await this.routes.library({ route: run.route, version, called: {} }, tx);
    const called: Record<string, number> = { ...run.calledVersions };
    const waiting = [...main.calls];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (called[next] !== undefined) continue;
      const current = this.routes.get(next);
      called[next] = current.version;
      waiting.push(...current.graph.calls);
    }
    return { route: run.route, version, called };
  }

  /** Open assignments show the name, the outcomes and the instruction of the new version. */
  private async renewAssignments(tx: Tx, run: RunRecord, library: RouteLibrary): Promise<void> {
    const renewed = Object.values(run.state.instances).flatMap(({ id, element, route }) => {
      const node = route === undefined ? library.main.nodes.get(element) : undefined;
      if (node?.kind !== 'user') return [];
      const { outcomes, instruction } = node.assignment;
      const fields = { required: [], hidden: [], ...keptFields(node.assignment) };
      const texts = typeof instruction === 'string' ? [instruction] : Object.values(instruction ?? {});
      const computed = texts.some((text) => text.startsWith('='));
      const shown = computed ? null : (instruction ?? node.name ?? node.id);
      return [{ instance: id, step: { name: node.name ?? node.id, ...fields }, outcomes, instruction: shown }];
    });
    await tx.query(
      `UPDATE assignment a SET step = a.step || x.step, outcomes = x.outcomes, version = a.version + 1,
         instruction = CASE WHEN jsonb_typeof(x.instruction) IS NULL THEN a.instruction ELSE x.instruction END
       FROM jsonb_to_recordset($2::jsonb) AS x (instance text, step jsonb, outcomes jsonb, instruction jsonb)
       WHERE a.run_id = $1 AND a.instance = x.instance AND a.closed_at IS NULL`,
      [run.id, JSON.stringify(renewed)],
    );
  }
}

/** Rows name elements by their id in the drawing; decisions too, so that they can be asked for again. */
async function renameElements(tx: Tx, runId: string, mapping: Readonly<Record<string, string>>): Promise<void> {
  const values = [runId, JSON.stringify(mapping)];
  for (const table of ['assignment', 'route_timer', 'incident']) {
    await tx.query(
      `UPDATE ${table} SET element = $2::jsonb ->> element WHERE run_id = $1 AND $2::jsonb ? element`,
      values,
    );
  }
}
