import { isLanguage, type Language } from '../../platform/languages.js';
import type { StoredBytes } from '../../platform/files/file-store.js';

/** A file that came with a form; its bytes are in the file store. */
export interface SubmittedFile extends StoredBytes {
  readonly name: string;
  readonly type: string;
}

/** A form as it was sent: the raw arrival, kept as JSON. */
export interface Submission {
  readonly form: string;
  readonly language: Language;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly SubmittedFile[];
}

export const submissionType = 'application/vnd.millrace.form+json';

/** Reads back what `JSON.stringify` wrote of a submission. @throws Error when it is none */
export function readSubmission(raw: Buffer): Submission {
  const value = JSON.parse(raw.toString('utf8')) as Partial<Submission>;
  const { form, language, fields, files } = value;
  if (typeof form !== 'string' || typeof fields !== 'object' || !Array.isArray(files) || !isLanguage(language)) {
    throw new Error('The raw form lacks its fields.');
  }
  return { form, language, fields, files };
}
