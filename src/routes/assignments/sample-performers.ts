import { Injectable, type OnModuleInit } from '@nestjs/common';
import { documentSelection, type DocumentRow } from '../../documents/document-row.js';
import { documentScope } from '../../documents/document-scope.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { CheckedRoute } from '../definitions/check-route.js';
import { PerformerProbes, type PerformerProbe } from '../definitions/performer-probes.js';
import type { RouteProblem } from '../model/route-model.js';
import { readsDocuments, tryPeople } from './try-people.js';

/** Documents that a route is tried on, the latest of its stream. */
const samples = 20;

/** Whether the steps of a route find somebody on the latest documents of its stream. */
@Injectable()
export class SamplePerformers implements PerformerProbe, OnModuleInit {
  constructor(
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
    private readonly probes: PerformerProbes,
  ) {}

  onModuleInit(): void {
    this.probes.add(this);
  }

  async tryOn(context: Context, route: CheckedRoute): Promise<RouteProblem[]> {
    const { stream } = route.graph;
    const wanted = stream !== undefined && readsDocuments(route.graph);
    const documents = wanted ? await this.latest(context, stream) : [];
    const organisation = this.directory.snapshot();
    return tryPeople(route, { organisation, atMs: context.now.getTime(), documents });
  }

  private async latest(context: Context, stream: string): Promise<Readonly<Record<string, unknown>>[]> {
    const card = this.streams.all().find((known) => known.stream === stream);
    if (!card) return [];
    const rows = await context.tx.query<DocumentRow>(latest, [stream, samples]);
    return rows.map((row) => ({ ...documentScope(row, card, this.directory.snapshot()) }));
  }
}

const latest = `SELECT ${documentSelection} FROM document d WHERE d.stream = $1 ORDER BY d.id DESC LIMIT $2`;
