import { Injectable } from '@nestjs/common';
import { join } from 'node:path';
import { systemActor } from '../organisation/directory/actors.js';
import { loadTemplates } from '../output/templates/load-templates.js';
import { publishTemplates, TemplateStore } from '../output/templates/template.store.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { loadRoutes } from '../routes/definitions/load-routes.js';
import { PublishRoutes } from '../routes/definitions/publish-routes.js';
import { RouteRegistry } from '../routes/definitions/route-registry.service.js';
import { loadStreams } from '../streams/definition/load-streams.js';
import { publishStreams } from '../streams/definitions/publish-streams.js';
import { StreamIndexes } from '../streams/definitions/stream-indexes.service.js';
import { StreamRegistry } from '../streams/definitions/stream-registry.service.js';
import { problemLine, problemLines } from './problem-line.js';

export interface Publication {
  /** What was new or changed: `stream requests`, `route sales/long-sale`, `template sales/contract`. */
  readonly published: readonly string[];
  /** One line each: file, line, what is wrong, what was expected. The version before stays in force. */
  readonly problems: readonly string[];
  /** In the same form: published all the same. */
  readonly warnings: readonly string[];
}

/** Publishes the folders `streams`, `templates` and `routes`: what is sound and has changed becomes a new version. */
@Injectable()
export class PublishConfiguration {
  constructor(
    private readonly work: UnitOfWork,
    private readonly streams: StreamRegistry,
    private readonly indexes: StreamIndexes,
    private readonly templates: TemplateStore,
    private readonly routes: RouteRegistry,
    private readonly publishRoutes: PublishRoutes,
  ) {}

  async fromFolder(directory: string): Promise<Publication> {
    const streams = await loadStreams(join(directory, 'streams'));
    const publishedStreams = await this.work.run(systemActor, ({ tx, now }) =>
      publishStreams(tx, now, streams.definitions),
    );
    await this.streams.refresh();
    const indexProblems = await this.indexes.ensure(this.streams.all());
    const templates = await loadTemplates(join(directory, 'templates'));
    const publishedTemplates = await this.work.run(systemActor, ({ tx, now }) =>
      publishTemplates(tx, now, templates.templates),
    );
    await this.templates.refresh();
    const sources = await loadRoutes(join(directory, 'routes'));
    const routes = await this.work.run(systemActor, (context) => this.publishRoutes.execute(context, sources, 'files'));
    await this.routes.reload();
    return {
      published: [
        ...publishedStreams.map((key) => `stream ${key}`),
        ...publishedTemplates.map((key) => `template ${key}`),
        ...routes.published.map((key) => `route ${key}`),
      ],
      problems: [
        ...problemLines('streams', streams.problems),
        ...indexProblems,
        ...problemLines('templates', templates.problems),
        ...routes.problems.map(({ file, problem }) => problemLine({ ...problem, file })),
      ],
      warnings: routes.warnings.map(({ file, problem }) => problemLine({ ...problem, file })),
    };
  }
}
