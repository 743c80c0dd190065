import type { FieldType } from './field-type.js';
import { textOperators, textSql } from './field-type.js';
import { cleanLine, isEmpty } from './clean-text.js';

/** An address on the web, `https` where no scheme is given. Only http and https: others could run on a click. */
export const urlType: FieldType<'url'> = {
  type: 'url',
  options: {},
  compile(definition) {
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        if (typeof value !== 'string' || value.length > 2000) return faults.add(path, 'not-a-url');
        const clean = cleanLine(value);
        if (clean === '') return undefined;
        const address = readUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(clean) ? clean : `https://${clean}`);
        return address ?? faults.add(path, 'not-a-url');
      },
      sql: textSql(definition.key, textOperators),
      toScope: (value) => value,
      toText: String,
    };
  },
};

function readUrl(text: string): string | undefined {
  if (/\s/.test(text)) return undefined;
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    return undefined;
  return url.hostname.includes('.') && url.href.length <= 2000 ? url.href : undefined;
}
