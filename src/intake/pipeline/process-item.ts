import { Injectable, Logger } from '@nestjs/common';
import { RegistrationDesk } from '../../documents/registration/registration-desk.js';
import { writeHistory } from '../../documents/history/write-history.js';
import { systemActor } from '../../organisation/directory/actors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { tell } from '../../platform/words/tell.js';
import { say } from '../../platform/words/sentence.js';
import { Refusal } from '../../platform/errors.js';
import { FileStore } from '../../platform/files/file-store.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { closeItem } from '../items/close-item.js';
import { itemSelection, type IntakeItem, type IntakeOutcome } from '../items/intake-item.js';
import { JoinDocument } from './join-document.js';
import { registerBare } from './register-arrival.js';
import { steps } from './steps.js';
import { isOutcome, type PipelineTools, type Work } from './work.js';

/** Which try it is, so that the last one can make do with less. */
export interface ProcessTry {
  readonly attempt: number;
  readonly maxAttempts: number;
}

/** Takes one intake item through the steps. Doing so again changes nothing. */
@Injectable()
export class ProcessItem {
  private readonly logger = new Logger('Intake');
  private readonly tools: PipelineTools;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    fileStore: FileStore,
    streams: StreamRegistry,
    desk: RegistrationDesk,
    joinDocument: JoinDocument,
  ) {
    this.tools = { unitOfWork, fileStore, streams, desk, joinDocument };
  }

  /**
   * Processes the item unless that was done before. What is refused becomes the outcome `failed`. What fails
   * unexpectedly is thrown, to be tried again; on the last try the arrival is registered bare instead.
   */
  async execute(itemId: string, run: ProcessTry): Promise<IntakeOutcome | undefined> {
    const item = await this.open(itemId);
    if (!item || item.state !== 'received') return undefined;
    const outcome = (await this.registeredBefore(item)) ?? (await this.process(item, run));
    // A crash just here leaves a document whose item is open: the next try finds it by the item's id. Closing the item
    // with the registration would lengthen the time for which the register's counter is locked for all others.
    await this.unitOfWork.run(systemActor, async (ctx) => {
      const closed = await closeItem(ctx, item.id, outcome);
      if (closed && outcome.kind === 'ignored' && outcome.documentId && outcome.automatic === 'bounce') {
        const { reason, report } = outcome;
        await writeHistory(ctx, outcome.documentId, 'mail.bounced', { intakeItem: item.id, reason, ...report });
      }
    });
    return outcome;
  }

  private async open(itemId: string): Promise<IntakeItem | undefined> {
    const [item] = await this.unitOfWork.read<IntakeItem>(
      `SELECT ${itemSelection} FROM intake_item i WHERE i.id = $1`,
      [itemId],
    );
    return item;
  }

  private async process(item: IntakeItem, run: ProcessTry): Promise<IntakeOutcome> {
    try {
      return await this.walk(item);
    } catch (error) {
      // A document made meanwhile by another process makes this try fail on its unique item id.
      const meanwhile = await this.registeredBefore(item);
      if (meanwhile) return meanwhile;
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof Refusal) return { kind: 'failed', reason: message };
      this.logger.error(`Item ${item.id} failed (try ${run.attempt} of ${run.maxAttempts}): ${message}`);
      if (run.attempt < run.maxAttempts) {
        await this.noteFailure(item, message);
        throw error;
      }
      return this.lastResort(item, message);
    }
  }

  private async walk(item: IntakeItem): Promise<IntakeOutcome> {
    const raw = await this.tools.fileStore.read(item.rawSha256);
    let work: Work = { item, forced: item.outcome['forced'] === true, raw, files: [], flags: [] };
    for (const step of steps) {
      const result = await step(work, this.tools);
      if (isOutcome(result)) return result;
      work = result;
    }
    throw new Error('The last step of the pipeline had no outcome.');
  }

  /** So that the list of arrivals shows why one still waits. */
  private async noteFailure(item: IntakeItem, message: string): Promise<void> {
    await this.unitOfWork.run(systemActor, (ctx) =>
      ctx.tx.query(
        `UPDATE intake_item SET attempts = attempts + 1, outcome = outcome || $2::jsonb
         WHERE id = $1 AND state = 'received'`,
        [item.id, JSON.stringify({ lastError: message.replaceAll('\0', '').slice(0, 500) })],
      ),
    );
  }

  private async lastResort(item: IntakeItem, failure: string): Promise<IntakeOutcome> {
    try {
      return await registerBare(item, this.tools, failure);
    } catch (error) {
      const { message } = error as Error;
      const why = say('{failure} Registering it bare failed too: {message}', { failure, message });
      return { kind: 'failed', reason: tell('en', why) };
    }
  }

  /** The document that an earlier try registered before it could say so. */
  private async registeredBefore(item: IntakeItem): Promise<IntakeOutcome | undefined> {
    const [row] = await this.unitOfWork.read<{ id: string; number: string }>(
      `SELECT id, number FROM document WHERE (source->>'intakeItemId') = $1 AND source ? 'intakeItemId'`,
      [item.id],
    );
    return row && { kind: 'registered', documentId: row.id, number: row.number, reason: '' };
  }
}
