import { Injectable } from '@nestjs/common';
import { join } from 'node:path';
import { systemActor } from '../organisation/directory/actors.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { loadRoutes } from '../routes/definitions/load-routes.js';
import { PublishRoutes } from '../routes/definitions/publish-routes.js';
import { RouteRegistry } from '../routes/definitions/route-registry.service.js';
import { problemLine, problemLines } from './problem-line.js';
import { PublishReports } from './publish-reports.js';
import { PublishStreams } from './publish-streams.js';
import { PublishTemplates } from './publish-templates.js';

export interface Publication {
  /** What was new or changed: `stream requests`, `route sales/long-sale`, `template sales/contract`. */
  readonly published: readonly string[];
  /** One line each: file, line, what is wrong, what was expected. The version before stays in force. */
  readonly problems: readonly string[];
  /** In the same form: published all the same. */
  readonly warnings: readonly string[];
}

/** Publishes the folders `streams`, `templates`, `routes` and `reports`: what is sound and has changed becomes a new version. */
@Injectable()
export class PublishConfiguration {
  constructor(
    private readonly work: UnitOfWork,
    private readonly streams: PublishStreams,
    private readonly templates: PublishTemplates,
    private readonly routes: RouteRegistry,
    private readonly publishRoutes: PublishRoutes,
    private readonly reports: PublishReports,
  ) {}

  async fromFolder(directory: string): Promise<Publication> {
    const streams = await this.streams.fromFolder(join(directory, 'streams'));
    const templates = await this.templates.fromFolder(join(directory, 'templates'));
    const sources = await loadRoutes(join(directory, 'routes'));
    const routes = await this.work.run(systemActor, (context) => this.publishRoutes.execute(context, sources, 'files'));
    await this.routes.reload();
    const reports = await this.reports.fromFolder(join(directory, 'reports'));
    return {
      published: [
        ...streams.published.map((key) => `stream ${key}`),
        ...templates.published.map((key) => `template ${key}`),
        ...routes.published.map((key) => `route ${key}`),
        ...reports.published.map((key) => `report ${key}`),
      ],
      problems: [
        ...problemLines('streams', streams.problems),
        ...streams.indexProblems,
        ...problemLines('templates', templates.problems),
        ...routes.problems.map(({ file, problem }) => problemLine({ ...problem, file })),
        ...problemLines('reports', reports.problems),
      ],
      warnings: routes.warnings.map(({ file, problem }) => problemLine({ ...problem, file })),
    };
  }
}
