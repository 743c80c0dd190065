import { isLanguage, type Language } from '../../platform/languages.js';
import type { FieldDefinition } from '../../streams/definition/field-definition.js';
import type { StreamDefinition } from '../../streams/definition/stream-definition.js';
import { answersUnwanted } from './automatic-letters.js';
import { htmlText } from './html-text.js';
import { readLabelledLines, type LabelledField, type LabelledLines } from './labelled-lines.js';
import { letterLanguage } from './letter-language.js';
import { header, type Letter } from './letter.js';
import { plainText } from './plain-text.js';

/** What a letter says about the document that it becomes. */
export interface LetterCard {
  /** By field key, as written; the card's own types normalise them. */
  readonly fields: Readonly<Record<string, string>>;
  /** The fields that labelled lines filled. */
  readonly labelled: readonly string[];
  /** True when the letter follows the agreed form: at least two labelled lines (one where the stream has no more). */
  readonly inForm: boolean;
  readonly language: Language;
  readonly sender: { readonly name?: string; readonly email?: string };
}

type Design = Pick<StreamDefinition, 'fields' | 'letters'>;

/** The text of a letter as a reader sees it. */
export function bodyText(letter: Pick<Letter, 'text' | 'html'>): string {
  const text = plainText(letter.text).trim();
  return text !== '' || letter.html === undefined ? text : plainText(htmlText(letter.html)).trim();
}

/**
 * Reads a letter into the fields of a stream. Labelled lines come first. What they leave open is taken from the letter
 * itself: sender's name -> `contact`, address -> `email` (else the first e-mail field), subject -> `subject`, text ->
 * `text` (else the first long text), each where the card has such a field.
 */
export function readLetterCard(letter: Letter, design: Design): LetterCard {
  const body = bodyText(letter);
  const reading = bestReading(letter, body, labelledFields(design));
  const sender = letter.replyTo ?? letter.from;
  const name = sender?.name !== '' ? sender?.name : letter.from?.name;
  const own: Readonly<Record<string, string | undefined>> = {
    [keyOf(design, 'contact', 'text') ?? '']: name,
    [keyOf(design, 'email', 'email') ?? '']: sender?.address,
    [keyOf(design, 'subject', 'text') ?? '']: letter.subject,
    [keyOf(design, 'text', 'longtext') ?? '']: reading.values.size > 0 && reading.rest !== '' ? reading.rest : body,
  };
  const fields: Record<string, string> = {};
  for (const [key, value] of Object.entries(own)) if (key !== '' && value) fields[key] = value;
  for (const [key, value] of reading.values) fields[key] = value;
  const possible = Object.keys(design.letters.labels).length;
  return {
    fields,
    labelled: [...reading.values.keys()],
    inForm: reading.values.size >= Math.min(2, Math.max(1, possible)),
    language: languageOf(letter, body),
    sender: {
      ...(name ? { name } : {}),
      // Without an address nobody is answered: right for letters that no program may answer.
      ...(sender && !answersUnwanted(letter) ? { email: sender.address } : {}),
    },
  };
}

/** Mail programs spoil tables in the plain version of a letter: the version in which more labels are found counts. */
function bestReading(letter: Letter, body: string, fields: readonly LabelledField[]): LabelledLines {
  const plain = readLabelledLines(body, fields);
  if (letter.html === undefined || letter.text.trim() === '') return plain;
  const rich = readLabelledLines(htmlText(letter.html), fields);
  return rich.values.size > plain.values.size ? rich : plain;
}

function labelledFields(design: Design): LabelledField[] {
  return design.fields.flatMap((field): LabelledField[] => {
    const labels = design.letters.labels[field.key];
    return labels ? [{ key: field.key, labels, reach: field.type === 'longtext' ? 'lines' : 'line' }] : [];
  });
}

/** The field called `key`, else the first of the type that only such things have. */
function keyOf(design: Design, key: string, type: FieldDefinition['type']): string | undefined {
  const named = design.fields.find((field) => field.key === key && isWritten(field));
  const typed = type === 'text' ? undefined : design.fields.find((field) => field.type === type);
  return (named ?? typed)?.key;
}

function isWritten(field: FieldDefinition): boolean {
  return field.type === 'text' || field.type === 'longtext' || field.type === 'email';
}

function languageOf(letter: Letter, body: string): Language {
  const declared = header(letter, 'content-language')?.trim().slice(0, 2).toLowerCase();
  return letterLanguage(`${letter.subject}\n${body}`, isLanguage(declared) ? declared : undefined);
}
