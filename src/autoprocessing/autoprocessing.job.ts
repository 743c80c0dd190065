import { Injectable, type OnModuleInit } from '@nestjs/common';
import { lockDocument } from '../documents/document-row.js';
import { EditDocument } from '../documents/card/edit-document.js';
import { autoprocessingJob } from '../documents/registration/registration-desk.js';
import { systemActor } from '../organisation/directory/actors.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { JobRegistry } from '../platform/jobs/job-registry.js';
import { AutoprocessDocument } from './autoprocess-document.js';

/** Makes up for autoprocessing that failed when a document was registered: the document is there, its route is not. */
@Injectable()
export class AutoprocessingJob implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly work: UnitOfWork,
    private readonly edit: EditDocument,
    private readonly autoprocess: AutoprocessDocument,
  ) {}

  onModuleInit(): void {
    this.registry.register(autoprocessingJob, (payload) => this.run((payload as { documentId: string }).documentId));
  }

  private async run(documentId: string): Promise<void> {
    await this.work.run(systemActor, async (context) => {
      const row = await lockDocument(context.tx, documentId);
      if (!row) return;
      const runs = await context.tx.query('SELECT 1 FROM route_run WHERE document_id = $1 LIMIT 1', [documentId]);
      if (runs.length > 0) return;
      const { id, stream, fields, flags, unitId } = row;
      const { channel, ...rest } = row.source;
      const source = channel && { channel, ...rest };
      const draft = await this.autoprocess.prepare(context, {
        ...{ id, stream, fields, values: fields, flags, unitId },
        ...(source && { source }),
      });
      const filled = await this.edit.execute(context, id, {
        fields: draft.values,
        flags: flags.filter(({ code }) => code !== 'autoprocessing-failed'),
      });
      await this.autoprocess.followUp(context, filled, draft);
    });
  }
}
