import fc from 'fast-check';
import type { FieldDefinition } from '../../streams/definition/field-definition.js';
import { issueToken, judgeToken } from './form-token.js';
import { html } from '../../platform/pages/html.js';
import { sentFields, toPairs } from './sent-fields.js';

const fields: FieldDefinition[] = [
  { key: 'company', type: 'text', name: 'Company' },
  { key: 'urgent', type: 'boolean', name: 'Urgent' },
  { key: 'kinds', type: 'choice', many: true, name: 'Kinds', options: [{ key: 'a', name: 'A' }] },
  {
    key: 'items',
    type: 'table',
    name: 'Items',
    columns: [
      { key: 'name', type: 'text', name: 'Name' },
      { key: 'price', type: 'number', name: 'Price' },
    ],
  },
];
const read = (body: unknown) => sentFields(toPairs(body), fields);

describe('the fields in a sent form', () => {
  it('come with rows and lists; empty rows and strange names are passed over', () => {
    expect(
      read({
        company: ' A ',
        urgent: 'on',
        'kinds[]': ['a', ''],
        'items[3][name]': 'third',
        'items[0].name': 'first',
        'items[1][name]': '  ',
        'items[0][other]': 'x',
        'items[0][__proto__]': 'x',
        'nothing[0][name]': 'x',
        submit: 'Send',
      }),
    ).toEqual({ company: ' A ', urgent: true, kinds: ['a'], items: [{ name: 'first' }, { name: 'third' }] });
  });

  it('are only those of the form, whatever was sent', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 2 }), (body) => {
        expect(fields.map(({ key }) => key)).toEqual(expect.arrayContaining(Object.keys(read(body))));
      }),
    );
  });
});

describe('the token of a page', () => {
  it('is good after a moment, and none of ours when it was changed or signed by another', () => {
    const token = issueToken('secret', 1_800_000_000_000);
    expect(judgeToken('secret', token, 1_800_000_000_500)).toBe('quick');
    expect(judgeToken('secret', token, 1_800_000_005_000)).toBe('good');
    expect(judgeToken('other', token, 1_800_000_005_000)).toBe('none');
    expect(judgeToken('secret', token.replace(/^./, '0'), 1_800_000_005_000)).toBe('none');
    expect(judgeToken('secret', '', 1_800_000_005_000)).toBe('none');
  });
});

describe('HTML from a template', () => {
  it('escapes every text, and leaves out what is not there', () => {
    expect(html`<p>${'<&">'}${undefined}${false}${[html`<b>${"'"}</b>`, 1]}</p>`.text).toBe(
      '<p>&lt;&amp;&quot;&gt;<b>&#39;</b>1</p>',
    );
  });
});
