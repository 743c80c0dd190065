import { findDuplicate } from './find-duplicate.js';
import { mapFields } from './map-fields.js';
import { pickStream } from './pick-stream.js';
import { readArrival } from './read-arrival.js';
import { recogniseAnswer } from './recognise-answer.js';
import { setAsideAutomatic } from './set-aside-automatic.js';
import { registerArrival } from './register-arrival.js';
import { unpackFiles } from './unpack-files.js';
import type { Step } from './work.js';

/** What happens to an arrival, in this order. The first step that has an outcome ends it; the last always has one. */
export const steps: readonly Step[] = [
  /** Raw bytes -> letter or form. What cannot be read is flagged, and goes on with what could. */
  readArrival,
  /** The same letter once more (two mailboxes, a mailbox read anew): noted beside the first. */
  findDuplicate,
  /** Automatic answers and delivery reports are kept, and never registered: no two programs answer each other. */
  setAsideAutomatic,
  /** Attachments, without the pictures of the text, named and typed. */
  unpackFiles,
  /** An answer to our letter, or a letter that names a number: joins that document, when its sender is a party to it. */
  recogniseAnswer,
  /** Mailbox or form -> stream and its card. */
  pickStream,
  /** Labelled lines or form fields -> fields of the card; the rest from the head of the letter. */
  mapFields,
  /** Files are stored, the document is registered; what breaks the card is flagged for a clerk. */
  registerArrival,
];
