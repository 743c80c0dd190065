import { Injectable } from '@nestjs/common';
import { systemActor } from '../organisation/directory/actors.js';
import { loadTemplates, type LoadedTemplates } from '../output/templates/load-templates.js';
import { publishTemplates, TemplateStore } from '../output/templates/template.store.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { noteConfiguration } from './note-configuration.js';

/** Publishes the templates of a folder. */
@Injectable()
export class PublishTemplates {
  constructor(
    private readonly work: UnitOfWork,
    private readonly store: TemplateStore,
    private readonly audit: AuditLog,
  ) {}

  async fromFolder(
    directory: string,
  ): Promise<{ readonly published: readonly string[]; readonly problems: LoadedTemplates['problems'] }> {
    const { templates, problems } = await loadTemplates(directory);
    const published = await this.work.run(systemActor, async (context) => {
      const keys = await publishTemplates(context.tx, context.now, templates);
      await noteConfiguration(this.audit, context, 'template', keys);
      return keys;
    });
    await this.store.refresh();
    return { published, problems };
  }
}
