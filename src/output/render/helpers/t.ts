import { textIn } from '../../../platform/languages.js';
import { describeValue, HelperFailure } from '../template-problem.js';
import type { Helper } from './helper.js';

/**
 * `{{t "head.amount"}}`: a text of the template in the paper's language. `{name}` in the text is filled from the named
 * arguments: `{{t "terms.term" until=(date document.fields.validUntil)}}`.
 */
export const tHelper: Helper = ({ args: [key], named, texts, language }) => {
  const text = typeof key === 'string' && Object.hasOwn(texts, key) ? texts[key] : undefined;
  if (text === undefined) {
    throw new HelperFailure(`t: expected the key of a text under "texts:", got ${describeValue(key)}`);
  }
  return textIn(language, text).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = named[name];
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new HelperFailure(
        `t: the text ${JSON.stringify(key)} expects ${name}=… to be a text, got ${describeValue(value)}`,
      );
    }
    return String(value);
  });
};
