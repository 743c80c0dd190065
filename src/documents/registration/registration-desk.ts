import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import type { Flag } from '../document-row.js';
import type { DocumentView } from '../document-view.js';
import { RegisterDocument } from './register-document.js';
import type { RegisterRequest } from './register-request.js';
import { StepFailure } from './step-failure.js';

/** The job that does what should have followed registration; its payload is `{documentId}`. */
export const autoprocessingJob = 'autoprocessing.run';

/** Where arrivals and requests are registered, each in a transaction of its own. */
@Injectable()
export class RegistrationDesk {
  private readonly logger = new Logger('Registration');

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly registerDocument: RegisterDocument,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * Registers a document with all that follows. When what follows fails unexpectedly, the document is registered
   * all the same, flagged, and a job tries again what should have followed. A lenient request is kept even
   * when a step refuses it: an arrival is never lost.
   * @throws Refusal see RegisterDocument
   */
  async register(actor: Actor, request: RegisterRequest): Promise<DocumentView> {
    try {
      return await this.unitOfWork.run(actor, (ctx) => this.registerDocument.issue(ctx, request));
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      this.logger.error(`What follows registration in "${request.stream}" failed: ${error.message}`, error.stack);
      return this.registerAlone(actor, request, error);
    }
  }

  private registerAlone(actor: Actor, request: RegisterRequest, failure: StepFailure): Promise<DocumentView> {
    return this.unitOfWork.run(actor, async (ctx) => {
      const flags = [flagFor(failure)];
      const document = await this.registerDocument.execute(ctx, request, { withoutSteps: true, flags });
      await this.jobs.add(
        ctx.tx,
        autoprocessingJob,
        { documentId: document.id },
        { key: `autoprocess ${document.id}` },
      );
      return document;
    });
  }
}

function flagFor(failure: StepFailure): Flag {
  const { cause } = failure;
  const value = cause instanceof Refusal ? cause.message : undefined;
  const message = 'What should follow registration failed and will be tried again.';
  return { path: '', code: 'autoprocessing-failed', message, ...(value === undefined ? {} : { value }) };
}
