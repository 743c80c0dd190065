import { Inject, Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { systemActor } from '../../organisation/directory/actors.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Problem } from '../../platform/errors.js';
import { FileStore } from '../../platform/files/file-store.js';
import { newId } from '../../platform/ids.js';
import type { Language } from '../../platform/languages.js';
import type { IncomingFile } from '../letters/letter-files.js';
import { ProcessItem } from '../pipeline/process-item.js';
import { processAttempts, WriteArrivals } from '../sources/write-arrivals.js';
import { checkForm } from './check-form.js';
import type { PublicForm } from './form-definition.js';
import { trapField } from './form-page.js';
import { formTexts } from './form-texts.js';
import { judgeToken } from './form-token.js';
import type { SentForm } from './read-sent-form.js';
import { submissionType, type Submission, type SubmittedFile } from './submission.js';

/** What became of a form: taken, or to be mended by the visitor. */
export type TakenForm =
  | {
      readonly receipt: string;
      /** Absent when it was written down and will be registered in a moment. */
      readonly number?: string;
    }
  | { readonly problems: readonly Problem[]; readonly fields: Readonly<Record<string, unknown>> };

/** The job comes this much later than the attempt to register at once. */
const spareJobDelayMs = 15_000;

/** Takes a sent form: checks it, writes it down raw, registers it. */
@Injectable()
export class TakeForm {
  private readonly logger = new Logger('Forms');

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fileStore: FileStore,
    private readonly writeArrivals: WriteArrivals,
    private readonly processItem: ProcessItem,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Once written down, a form is never lost: where registering fails now, a job goes on.
   * @param allow asked before anything is kept of a form that is right; refuses one too many
   */
  async execute(
    publicForm: PublicForm,
    sent: SentForm,
    language: Language,
    allow: () => Promise<void>,
  ): Promise<TakenForm> {
    const checked = checkForm(publicForm, sent.fields, language, sent.json);
    const problems = [...this.suspicions(sent, language), ...checked.problems, ...sent.problems];
    if (problems.length > 0) return { problems, fields: sent.fields };
    await allow();
    const files = await this.keep(sent.files);
    const receipt = await this.writeDown(
      publicForm,
      { form: publicForm.form.key, language, fields: checked.fields, files },
      sent,
    );
    const number = await this.registerNow(receipt);
    return number === undefined ? { receipt } : { receipt, number };
  }

  /** Only here, after the checks: what is refused must not fill the disk. */
  private async keep(files: readonly IncomingFile[]): Promise<SubmittedFile[]> {
    const kept: SubmittedFile[] = [];
    for (const { name, type, bytes } of files) kept.push({ name, type, ...(await this.fileStore.put(bytes)) });
    return kept;
  }

  private suspicions({ extras }: SentForm, language: Language): Problem[] {
    const texts = formTexts(language);
    if ((extras[trapField] ?? '') !== '') return [{ path: trapField, code: 'trap', message: texts.trapFilled }];
    const judged = judgeToken(this.config.secretKey, extras['_token'] ?? '', this.clock.now().getTime());
    return judged === 'quick' ? [{ path: '_token', code: 'too-quick', message: texts.tooQuick }] : [];
  }

  /** Answers the id of the intake item: that of the first sending when the same page is sent twice. */
  private async writeDown(publicForm: PublicForm, submission: Submission, { extras }: SentForm): Promise<string> {
    const bytes = Buffer.from(JSON.stringify(submission), 'utf8');
    const raw = await this.fileStore.put(bytes);
    const page = extras['_token'];
    // A page sent again with other content, after going back in the browser, is another form.
    const sourceKey = page ? `${createHash('sha256').update(page).digest('hex')} ${raw.sha256}` : newId();
    const source = publicForm.form.key;
    return this.unitOfWork.run(systemActor, async (ctx) => {
      const arrival = { channel: 'form' as const, source, sourceKey, stream: publicForm.card.stream, raw };
      const sender = senderOf(publicForm, submission);
      const [written] = await this.writeArrivals.execute(
        ctx,
        [{ ...arrival, rawType: submissionType, ...(sender ? { sender } : {}) }],
        spareJobDelayMs,
      );
      if (written) return written.id;
      const [known] = await ctx.tx.query<{ id: string }>(
        `SELECT id FROM intake_item WHERE channel = 'form' AND source_key = $1`,
        [sourceKey],
      );
      if (!known) throw new Error('The form was neither written down nor found.');
      return known.id;
    });
  }

  private async registerNow(itemId: string): Promise<string | undefined> {
    try {
      const outcome = await this.processItem.execute(itemId, { attempt: 1, maxAttempts: processAttempts });
      if (outcome?.kind === 'registered') return outcome.number;
    } catch (error) {
      this.logger.error(`The form ${itemId} waits for its job: ${(error as Error).message}`);
    }
    return this.numberOf(itemId);
  }

  /** The number of the document that a form became; undefined while it waits. */
  async numberOf(itemId: string): Promise<string | undefined> {
    const [row] = await this.unitOfWork.read<{ number: string }>(
      `SELECT d.number FROM intake_item i JOIN document d ON d.id = i.document_id
       WHERE i.id = $1 AND i.channel = 'form'`,
      [itemId],
    );
    return row?.number;
  }
}

function senderOf({ fields }: PublicForm, submission: Submission): string | undefined {
  const key = fields.find(({ field }) => field.type === 'email')?.field.key;
  const value = key === undefined ? undefined : submission.fields[key];
  return typeof value === 'string' ? value.slice(0, 320) : undefined;
}
