import type { Flag } from '../../documents/document-row.js';
import type { RegisterRequest } from '../../documents/registration/register-request.js';
import type { RegistrationDesk } from '../../documents/registration/registration-desk.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { FileStore } from '../../platform/files/file-store.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import type { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { Submission } from '../forms/submission.js';
import type { IntakeItem, IntakeOutcome } from '../items/intake-item.js';
import type { IncomingFile } from '../letters/letter-files.js';
import type { Letter } from '../letters/letter.js';
import type { JoinDocument } from './join-document.js';

/** What is known of an arrival so far; each step adds to it. */
export interface Work {
  readonly item: IntakeItem;
  /** A person asked for it to be registered although it was recognised as a repeat or an automatic letter. */
  readonly forced: boolean;
  readonly raw: Buffer;
  readonly letter?: Letter;
  readonly submission?: Submission;
  readonly files: readonly IncomingFile[];
  readonly flags: readonly Flag[];
  /** The document that the letter names, written by somebody who is no party to it. */
  readonly mentions?: string;
  readonly card?: CompiledCard;
  readonly request?: Omit<RegisterRequest, 'flags' | 'files'>;
}

/** What the steps work with. */
export interface PipelineTools {
  readonly unitOfWork: UnitOfWork;
  readonly fileStore: FileStore;
  readonly streams: StreamRegistry;
  readonly desk: RegistrationDesk;
  readonly joinDocument: JoinDocument;
}

/** One step: goes on with more knowledge, or ends with an outcome. */
export type Step = (work: Work, tools: PipelineTools) => Promise<Work | IntakeOutcome>;

/** True when the arrival needs no further step. */
export function isOutcome(result: Work | IntakeOutcome): result is IntakeOutcome {
  return 'kind' in result;
}
