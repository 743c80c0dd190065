import type { NewFile, RegisterRequest } from '../../documents/registration/register-request.js';
import { systemActor } from '../../organisation/directory/actors.js';
import type { FileStore } from '../../platform/files/file-store.js';
import type { IntakeItem, IntakeOutcome } from '../items/intake-item.js';
import { letterNewFiles, rawFile } from './arrival-files.js';
import type { PipelineTools, Step, Work } from './work.js';
import { say } from '../../platform/words/sentence.js';
import { tell } from '../../platform/words/tell.js';

export const registerArrival: Step = async (work, tools) => {
  const { request, flags, mentions } = work;
  if (!request) throw new Error('The arrival was not mapped to a card.');
  const files = await filesOf(work, tools.fileStore);
  const links = mentions === undefined ? {} : { links: [{ to: mentions, kind: 'mentions' }] };
  return register(tools, { ...request, ...links, files, flags });
};

/** What is left when every other way failed: the raw arrival with its subject, flagged. */
export async function registerBare(item: IntakeItem, tools: PipelineTools, failure: string): Promise<IntakeOutcome> {
  const card = tools.streams.get(item.stream);
  const message = tell('en', say('The arrival could not be processed: {failure}', { failure })).slice(0, 500);
  return register(tools, {
    stream: item.stream,
    fields: card.field('subject') && item.subject ? { subject: item.subject } : {},
    lenient: true,
    files: [rawFile(item)],
    flags: [{ path: '', code: 'intake-failed', message }],
    source: { channel: item.channel, intakeItemId: item.id, ...(item.subject ? { subject: item.subject } : {}) },
  });
}

async function register(tools: PipelineTools, request: RegisterRequest): Promise<IntakeOutcome> {
  const document = await tools.desk.register(systemActor, request);
  const reason = (request.flags ?? []).map((flag) => flag.message).join(' ');
  return { kind: 'registered', documentId: document.id, number: document.number, reason };
}

async function filesOf(work: Work, fileStore: FileStore): Promise<NewFile[]> {
  if (work.submission) return work.submission.files.map((file) => ({ ...file, role: 'attachment' as const }));
  return letterNewFiles(work.files, work.item, work.letter?.html, fileStore);
}
