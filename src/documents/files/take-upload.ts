import type { FastifyRequest } from 'fastify';
import type { MultipartFile } from '@fastify/multipart';
import { Refusal } from '../../platform/errors.js';
import { say, type Sentence } from '../../platform/words/sentence.js';
import type { FileStore } from '../../platform/files/file-store.js';
import type { FileToStore } from './store-file.js';
import { cleanFileName } from './file-name.js';
import { sniffedBytes, sniffType } from './sniff-type.js';

const uploadRoles = ['attachment', 'scan'] as const;
type UploadRole = (typeof uploadRoles)[number];

/**
 * Takes the one file of a multipart request into the file store as it arrives. The part is called `file`; a part `role`
 * may say `scan` instead of `attachment`.
 * @throws Refusal unsupportedType (not multipart), malformed (no file, several, unknown parts), tooLarge
 */
export async function takeUpload(request: FastifyRequest, store: FileStore): Promise<FileToStore> {
  if (!request.isMultipart()) {
    throw new Refusal('unsupportedType', 'not-multipart', 'Expected multipart/form-data with the file as part "file".');
  }
  let file: Omit<FileToStore, 'role'> | undefined;
  let role: UploadRole = 'attachment';
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      if (file || part.fieldname !== 'file') throw malformed('file', 'Expected one file, as the part "file".');
      file = await takeFile(part, store);
    } else if (part.fieldname === 'role') {
      role = readRole(part.value);
    } else {
      throw malformed(part.fieldname.slice(0, 60), 'Expected the parts "file" and "role" only.');
    }
  }
  if (!file) throw malformed('file', 'The request has no file; expected one, as the part "file".');
  return { ...file, role };
}

async function takeFile(part: MultipartFile, store: FileStore): Promise<Omit<FileToStore, 'role'>> {
  const name = cleanFileName(part.filename ?? '');
  const head: Uint8Array[] = [];
  const stored = await store.putStream(arriving(part, head));
  return { name, stored, type: await sniffType(Buffer.concat(head).subarray(0, sniffedBytes), name) };
}

/** The bytes as they come, with the first ones copied to `head`; fails when the limit of size cut them off. */
async function* arriving(part: MultipartFile, head: Uint8Array[]): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of part.file as AsyncIterable<Uint8Array>) {
    if (seen < sniffedBytes) head.push(chunk);
    seen += chunk.byteLength;
    yield chunk;
  }
  if (part.file.truncated) {
    throw new Refusal(
      'tooLarge',
      'file-too-large',
      say('The file is larger than the {megabytes} MB that are taken.', { megabytes: megabytes(seen) }),
    );
  }
}

function readRole(value: unknown): UploadRole {
  const role = uploadRoles.find((known) => known === value);
  if (!role) throw malformed('role', say('Expected one of {known}.', { known: uploadRoles.join(', ') }));
  return role;
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024);
}

function malformed(path: string, message: string | Sentence): Refusal {
  return new Refusal('malformed', 'malformed-upload', message, [{ path, code: 'malformed-upload', message }]);
}
