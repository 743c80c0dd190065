import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { adminRole } from '../../organisation/access/grant.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import type { Language } from '../../platform/languages.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal, type Problem } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import { MigrateRun, type Migration, type MigrationPreview } from '../runs/migrate-run.js';
import { MigrationDto } from './migrations.dto.js';

/** How many runs one call takes; the answer says whether there are more. */
const mostAtOnce = 500;

interface RunToMigrate {
  readonly id: string;
  readonly document_id: string;
  readonly number: string;
  readonly title: string;
}

/** A run, and the document that it carries. */
export interface NamedRun {
  readonly run: string;
  readonly document: { readonly id: string; readonly number: string; readonly title: string };
}

/** A run that could not be taken to the other version, and why. */
export interface RefusedRun extends NamedRun {
  readonly message: string;
  readonly problems: readonly Problem[];
}

/** What would become of each run. */
export interface MigrationsPreview {
  readonly from: number;
  readonly to: number;
  readonly items: (NamedRun & MigrationPreview)[];
  /** There are more runs than one call takes. */
  readonly more: boolean;
}

/** What became of each run. */
export interface MigratedRuns {
  readonly from: number;
  readonly to: number;
  readonly migrated: NamedRun[];
  readonly refused: RefusedRun[];
  /** There are more runs than one call takes. */
  readonly more: boolean;
}

/** Running runs taken to another version of their route. */
@ApiTags('routes')
@Controller('/api/routes')
export class MigrationsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly routes: RouteRegistry,
    private readonly runs: MigrateRun,
  ) {}

  @NotAudited('it changes nothing')
  @Post([':route/migrations/preview', ':solution/:route/migrations/preview'])
  @HttpCode(200)
  @ApiOperation({ summary: 'What would become of each running run of a version; nothing is changed' })
  preview(
    @CurrentActor() actor: Actor,
    @Param() params: RouteParams,
    @Body() body: MigrationDto,
  ): Promise<MigrationsPreview> {
    const migration = this.migration(actor, params, body);
    return this.work.run(actor, async (context) => {
      const { found, more } = await this.find(migration, body);
      const items = [];
      for (const run of found) {
        items.push({ ...shown(run), ...(await this.runs.preview(context, run.id, migration)) });
      }
      return { from: migration.from, to: migration.to, items, more };
    });
  }

  @Post([':route/migrations', ':solution/:route/migrations'])
  @HttpCode(200)
  @ApiOperation({ summary: 'Take running runs to another version; those that cannot go there stay, with the reasons' })
  async migrate(
    @CurrentActor() actor: Actor,
    @Param() params: RouteParams,
    @Body() body: MigrationDto,
  ): Promise<MigratedRuns> {
    const migration = this.migration(actor, params, body);
    const { found, more } = await this.find(migration, body);
    const migrated: NamedRun[] = [];
    const refused: RefusedRun[] = [];
    for (const run of found) {
      // Each in its own transaction: what cannot be taken there keeps nobody else.
      const problem = await this.work
        .run(actor, (context) => this.runs.execute(context, run.id, migration))
        .then(() => undefined)
        .catch((error: unknown) => asProblem(error, actor.language));
      if (problem) refused.push({ ...shown(run), ...problem });
      else migrated.push(shown(run));
    }
    return { from: migration.from, to: migration.to, migrated, refused, more };
  }

  private migration(actor: Actor, params: RouteParams, body: MigrationDto): Migration {
    if (!actor.roles.includes(adminRole))
      throw new Refusal('forbidden', 'admin-only', 'Runs are migrated by an administrator.');
    const route = params.solution === undefined ? params.route : `${params.solution}/${params.route}`;
    const current = this.routes.get(route).version;
    const to = body.to ?? current;
    for (const [path, version] of [
      ['from', body.from],
      ['to', to],
    ] as const) {
      if (version <= current) continue;
      const message = say('"{route}" has {current} versions; there is no version {version}.', {
        route,
        current,
        version,
      });
      throw new Refusal('invalid', 'unknown-version', message, [{ path, code: 'unknown-version', message }]);
    }
    return { route, from: body.from, to, mapping: textsOf(body.mapping ?? {}) };
  }

  private async find(migration: Migration, { runs }: MigrationDto): Promise<{ found: RunToMigrate[]; more: boolean }> {
    const rows = await this.work.read<RunToMigrate>(
      `SELECT r.id, r.document_id, d.number, d.title FROM route_run r JOIN document d ON d.id = r.document_id
       WHERE r.route = $1 AND r.route_version = $2 AND r.status = 'running' AND ($3::uuid[] IS NULL OR r.id = ANY ($3))
       ORDER BY r.id LIMIT ${mostAtOnce + 1}`,
      [migration.route, migration.from, runs ?? null],
    );
    return { found: rows.slice(0, mostAtOnce), more: rows.length > mostAtOnce };
  }
}

interface RouteParams {
  readonly solution?: string;
  readonly route: string;
}

function shown({ id, document_id, number, title }: RunToMigrate): NamedRun {
  return { run: id, document: { id: document_id, number, title } };
}

function textsOf(mapping: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(mapping).map(([from, to]) => {
    if (typeof to === 'string') return [from, to] as const;
    const message = say('Expected the id of an element for "{from}".', { from });
    throw new Refusal('invalid', 'bad-mapping', message, [{ path: `mapping.${from}`, code: 'bad-mapping', message }]);
  });
  return Object.fromEntries(entries);
}

function asProblem(error: unknown, language: Language): Pick<RefusedRun, 'message' | 'problems'> {
  if (error instanceof Refusal) return { message: error.messageIn(language), problems: error.problemsIn(language) };
  throw error;
}
