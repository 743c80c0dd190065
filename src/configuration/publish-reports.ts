import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { loadReports } from '../insight/reports/definition/load-reports.js';
import type { ReportDefinition } from '../insight/reports/definition/report-definition.js';
import { ReportRegistry } from '../insight/reports/definition/report-registry.service.js';
import { systemActor } from '../organisation/directory/actors.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import type { Tx } from '../platform/context.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { DefinitionProblem } from '../streams/definition/parse-stream.js';
import { StreamRegistry } from '../streams/definitions/stream-registry.service.js';
import { noteConfiguration } from './note-configuration.js';

/** Publishes the reports of a folder, after the streams that they count. */
@Injectable()
export class PublishReports {
  constructor(
    private readonly work: UnitOfWork,
    private readonly streams: StreamRegistry,
    private readonly registry: ReportRegistry,
    private readonly audit: AuditLog,
  ) {}

  async fromFolder(
    directory: string,
  ): Promise<{ readonly published: readonly string[]; readonly problems: readonly DefinitionProblem[] }> {
    const { definitions, problems } = await loadReports(directory, this.streams.all());
    const published = await this.work.run(systemActor, async (context) => {
      const keys = await publishReports(context.tx, context.now, definitions, problems.length > 0);
      await noteConfiguration(this.audit, context, 'report', keys);
      return keys;
    });
    await this.registry.refresh();
    return { published, problems };
  }
}

/**
 * Publishes the reports of a folder; those that it has no more go, except where `keep` says that some of its files are
 * faulty. Answers the keys of those that are new or changed.
 */
async function publishReports(
  tx: Tx,
  now: Date,
  definitions: readonly ReportDefinition[],
  keep: boolean,
): Promise<string[]> {
  const rows = await tx.query<{ key: string; place: number; definition: ReportDefinition }>(
    'SELECT key, place, definition FROM report_definition FOR UPDATE',
  );
  const known = new Map(rows.map((row) => [row.key, row]));
  const changed: string[] = [];
  for (const [place, definition] of definitions.entries()) {
    const { key } = definition;
    const before = known.get(key);
    if (before?.place === place && isDeepStrictEqual(before.definition, definition)) continue;
    changed.push(key);
    await tx.query(
      `INSERT INTO report_definition (key, place, definition, published_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (key) DO UPDATE SET place = $2, definition = $3, published_at = $4`,
      [key, place, JSON.stringify(definition), now],
    );
  }
  const gone = rows.map(({ key }) => key).filter((key) => !definitions.some((definition) => definition.key === key));
  if (!keep && gone.length > 0) await tx.query('DELETE FROM report_definition WHERE key = ANY ($1)', [gone]);
  return changed;
}
