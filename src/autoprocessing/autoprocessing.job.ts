import { Injectable, type OnModuleInit } from '@nestjs/common';
import { lockDocument } from '../documents/document-row.js';
import { toDocumentView } from '../documents/document-view.js';
import { autoprocessingJob } from '../documents/registration/registration-desk.js';
import { systemActor } from '../organisation/directory/actors.js';
import { Directory } from '../organisation/directory/directory.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { JobRegistry } from '../platform/jobs/job-registry.js';
import { AutoprocessDocument } from './autoprocess-document.js';

/** Makes up for autoprocessing that failed when a document was registered: the document is there, its route is not. */
@Injectable()
export class AutoprocessingJob implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly work: UnitOfWork,
    private readonly directory: Directory,
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
      const { id, stream, fields, flags } = row;
      const draft = await this.autoprocess.prepare(context, { id, stream, fields, values: fields, flags });
      await this.autoprocess.followUp(context, toDocumentView(row, this.directory.snapshot()), draft);
    });
  }
}
