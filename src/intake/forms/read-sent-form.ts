import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Refusal, type Problem } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import type { Language } from '../../platform/languages.js';
import { distinctNames } from '../letters/file-names.js';
import { incomingFile, type IncomingFile } from '../letters/letter-files.js';
import type { PublicForm } from './form-definition.js';
import { formTexts } from './form-texts.js';
import { sentFields, toPairs, type SentPairs } from './sent-fields.js';
import { whileArriving } from './while-arriving.js';

/** A form as it came, not checked yet. */
export interface SentForm {
  readonly fields: Readonly<Record<string, unknown>>;
  /** What came beside the fields: `_token`, `_rows`, the trap. */
  readonly extras: Readonly<Record<string, string>>;
  /** In memory: they are kept only when the form is taken. */
  readonly files: readonly IncomingFile[];
  /** What is wrong with the files. */
  readonly problems: readonly Problem[];
  /** Sent as JSON by a program, which means every name that it sends. */
  readonly json: boolean;
}

/** Bytes of all parts of one sending. */
const mostBytes = 60_000_000;

/**
 * Reads JSON (`{company: …}` or `{fields: {…}}`), urlencoded or multipart. Nothing is stored.
 * @throws Refusal tooLarge, unsupportedType, malformed
 */
export async function readSentForm(
  request: FastifyRequest,
  publicForm: PublicForm,
  language: Language,
): Promise<SentForm> {
  if (request.isMultipart()) {
    const read = whileArriving(request.raw, () => readMultipart(request, publicForm, language));
    return read.catch((error: unknown) => {
      throw isMalformed(error) ? new Refusal('malformed', 'form-malformed', (error as Error).message) : error;
    });
  }
  const type = request.headers['content-type'] ?? '';
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) return fromJson(request.body, publicForm);
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return fromPairs(toPairs(request.body), publicForm);
  throw new Refusal(
    'unsupportedType',
    'form-type',
    'Expected application/json, application/x-www-form-urlencoded or multipart/form-data.',
  );
}

function fromJson(body: unknown, { fields }: PublicForm): SentForm {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal('malformed', 'form-malformed', 'Expected a JSON object with the fields of the form.');
  }
  const inner = (body as { fields?: unknown }).fields;
  const nested = typeof inner === 'object' && inner !== null && !fields.some(({ field }) => field.key === 'fields');
  const sent = (nested && !Array.isArray(inner) ? inner : body) as Record<string, unknown>;
  const extras = Object.entries(body).filter(([name, value]) => name.startsWith('_') && typeof value === 'string');
  return { fields: sent, extras: Object.fromEntries(extras), files: [], problems: [], json: true };
}

function fromPairs(pairs: SentPairs, { fields }: PublicForm): SentForm {
  const definitions = fields.map(({ field }) => field);
  const own = new Set(definitions.map((field) => field.key));
  const extras = [...pairs].filter(([name]) => !own.has(name)).map(([name, [text = '']]) => [name, text]);
  return {
    fields: sentFields(pairs, definitions),
    extras: Object.fromEntries(extras) as Record<string, string>,
    files: [],
    problems: [],
    json: false,
  };
}

async function readMultipart(request: FastifyRequest, publicForm: PublicForm, language: Language): Promise<SentForm> {
  const pairs = new Map<string, string[]>();
  const files: IncomingFile[] = [];
  const problems: Problem[] = [];
  const uploads = publicForm.form.uploads;
  const texts = formTexts(language);
  const maxBytes = uploads?.maxBytes ?? 0;
  const budget = { left: mostBytes };
  // A file that is too large is told to the visitor beside the other mistakes, instead of ending the reading.
  const options = { limits: { fileSize: maxBytes, files: 100 }, throwFileSizeLimit: false };
  for await (const part of request.parts(options)) {
    if (part.type === 'field') {
      if (typeof part.value !== 'string') continue;
      budget.left -= Buffer.byteLength(part.value);
      if (budget.left < 0) continue;
      pairs.set(part.fieldname, [...(pairs.get(part.fieldname) ?? []), part.value]);
      continue;
    }
    const bytes = await readPart(part, budget);
    if (part.fieldname !== uploads?.field || part.filename === '' || bytes?.byteLength === 0) continue;
    if (files.length >= uploads.maxFiles) {
      if (!problems.some(({ code }) => code === 'too-many-files')) {
        problems.push({ path: uploads.field, code: 'too-many-files', message: texts.tooManyFiles(uploads.maxFiles) });
      }
    } else if (!bytes) {
      const message = texts.fileTooLarge(part.filename, Math.floor(maxBytes / 1_000_000));
      problems.push({ path: uploads.field, code: 'file-too-large', message });
    } else {
      files.push(await incomingFile({ name: part.filename, type: part.mimetype, bytes }, `file-${files.length + 1}`));
    }
  }
  refuseTooMuch(budget);
  const names = distinctNames(files.map((file) => file.name));
  const named = files.map((file, index) => ({ ...file, name: names[index] ?? file.name }));
  return { ...fromPairs(pairs, publicForm), files: named, problems };
}

/** What the parser of multipart bodies throws for a body that is broken off or has no boundaries. */
function isMalformed(error: unknown): boolean {
  return error instanceof Error && /multipart|part header|boundary/i.test(error.message);
}

/**
 * The bytes of an uploaded file; undefined when it is over the limit. The stream is read to its end in any case: what is
 * left unread would block the connection. Beyond the limit of the whole form nothing more is held.
 */
async function readPart(part: MultipartFile, budget: { left: number }): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.file) {
    budget.left -= (chunk as Buffer).byteLength;
    if (budget.left >= 0) chunks.push(chunk as Buffer);
  }
  return part.file.truncated ? undefined : Buffer.concat(chunks);
}

function refuseTooMuch(budget: { readonly left: number }): void {
  if (budget.left >= 0) return;
  const message = say('All files of a form together may have {megabytes} MB.', { megabytes: mostBytes / 1_000_000 });
  throw new Refusal('tooLarge', 'form-too-large', message);
}
