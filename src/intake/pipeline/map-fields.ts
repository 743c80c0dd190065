import { readLetterCard } from '../letters/letter-card.js';
import type { Letter } from '../letters/letter.js';
import type { Submission } from '../forms/submission.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import type { Flag } from '../../documents/document-row.js';
import type { Step, Work } from './work.js';
import { say } from '../../platform/words/sentence.js';
import { tell } from '../../platform/words/tell.js';

export const mapFields: Step = async (work) => {
  const { letter, submission, card } = work;
  if (card && letter) return fromLetter(work, letter, card);
  if (card && submission) return fromForm(work, submission, card);
  throw new Error('The arrival is neither a letter nor a form.');
};

const notInForm: Flag = {
  path: '',
  code: 'letter-not-in-form',
  message: tell('en', say('The letter does not follow the agreed form; the card holds what could be read from it.')),
};

function fromLetter(work: Work, letter: Letter, card: CompiledCard): Work {
  const read = readLetterCard(letter, card.definition);
  return {
    ...work,
    flags: read.inForm ? work.flags : [...work.flags, notInForm],
    request: {
      stream: card.stream,
      fields: read.fields,
      lenient: true,
      language: 'en',
      source: {
        channel: 'mail',
        intakeItemId: work.item.id,
        language: read.language,
        sender: read.sender,
        ...(letter.messageId ? { messageId: letter.messageId } : {}),
        subject: letter.subject,
      },
    },
  };
}

function fromForm(work: Work, submission: Submission, card: CompiledCard): Work {
  const said = (key: string): string | undefined => {
    const value = submission.fields[key];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const name = said('contact');
  const email = card.definition.fields.filter((field) => field.type === 'email').map((field) => said(field.key))[0];
  const phone = card.definition.fields.filter((field) => field.type === 'phone').map((field) => said(field.key))[0];
  return {
    ...work,
    request: {
      stream: card.stream,
      fields: submission.fields,
      lenient: true,
      language: submission.language,
      source: {
        channel: 'form',
        intakeItemId: work.item.id,
        language: submission.language,
        sender: { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) },
      },
    },
  };
}
