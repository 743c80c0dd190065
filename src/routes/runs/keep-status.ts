import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StatusMoves } from '../../documents/card/status-moves.js';
import type { DocumentRow } from '../../documents/document-row.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say, sayTogether } from '../../platform/words/sentence.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import type { RouteLibrary } from '../engine/protocol.js';
import { pinnedOf } from './load-run.js';
import type { RunRecord } from './run-record.js';

type RunningRun = Pick<RunRecord, 'id' | 'route' | 'routeVersion' | 'calledVersions'>;

const running = {
  name: 'document_running_runs',
  text: `SELECT id, route, route_version AS "routeVersion", called_versions AS "calledVersions" FROM route_run
    WHERE document_id = $1 AND status = 'running' ORDER BY started_at`,
};

const holders = {
  name: 'run_open_performers',
  text: `SELECT DISTINCT performer_id AS id FROM assignment
    WHERE run_id = $1 AND closed_at IS NULL AND performer_id IS NOT NULL LIMIT 3`,
};

/** While a route that sets statuses carries a document, nobody gives it another status past the route. */
@Injectable()
export class KeepStatus implements OnModuleInit {
  constructor(
    private readonly moves: StatusMoves,
    private readonly routes: RouteRegistry,
    private readonly directory: Directory,
  ) {}

  onModuleInit(): void {
    this.moves.add((context, document) => this.check(context, document));
  }

  private async check(context: Context, document: DocumentRow): Promise<void> {
    for (const run of await context.tx.run<RunningRun>(running, [document.id])) {
      const library = await this.routes.library(pinnedOf(run), context.tx);
      if (setsStatus(library)) throw await this.refusal(context, run, library.main.name ?? run.route);
    }
  }

  private async refusal({ tx }: Context, run: RunningRun, route: string): Promise<Refusal> {
    const org = this.directory.snapshot();
    const found = await tx.run<{ id: string }>(holders, [run.id]);
    const people = found.flatMap(({ id }) => org.persons.get(id)?.name ?? []).sort();
    const said = [say('The route “{route}” sets the status of this document.', { route })];
    if (people.length > 0) said.push(say('It waits for {people}.', { people }));
    return new Refusal('conflict', 'status-kept-by-route', sayTogether(said), [], { run: run.id });
  }
}

/** Routes that are called are set in motion for the same document, so theirs count too. */
function setsStatus({ main, called }: RouteLibrary): boolean {
  return [main, ...called.values()].some(({ nodes }) =>
    [...nodes.values()].some((node) => node.kind === 'action' && node.action?.name === 'set-status'),
  );
}
