import { ValidateBy } from 'class-validator';
import { isLanguage, type LocalisedText } from '../languages.js';
import { tell } from '../words/tell.js';
import { say } from '../words/sentence.js';

const longest = 200;
/** Without control characters, and what PostgreSQL can store. */
const plain = /^[^\p{Cc}\p{Cs}]*$/u;

/** Whether a value from outside is a name: one text for all languages, or one per language with at least `en`. */
export function isLocalisedText(value: unknown): value is LocalisedText {
  if (typeof value === 'string') return isName(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('en' in value)) return false;
  return Object.entries(value).every(([language, text]) => isLanguage(language) && isName(text));
}

/** The member is a name of 1 to 200 characters, in one text for all languages or in one per language. */
export function IsLocalisedText(): PropertyDecorator {
  return ValidateBy({
    name: 'isLocalisedText',
    validator: {
      validate: isLocalisedText,
      defaultMessage: () =>
        tell(
          'en',
          say('Expected a name of 1 to {most} characters, or one per language with at least "en".', { most: longest }),
        ),
    },
  });
}

function isName(text: unknown): text is string {
  return typeof text === 'string' && text.trim() !== '' && text.length <= longest && plain.test(text);
}
