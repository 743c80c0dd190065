import type { Actor } from '../../platform/context.js';
import type { DocumentFacts } from '../../organisation/access/grant.js';
import type { FieldDefinition } from '../definition/field-definition.js';
import { tell } from '../../platform/words/tell.js';
import { compileCondition } from './compile-condition.js';

const fields: FieldDefinition[] = [
  { key: 'company', name: 'Company', type: 'text' },
  { key: 'pages', name: 'Pages', type: 'integer' },
  { key: 'amount', name: 'Amount', type: 'money' },
  { key: 'signedAt', name: 'Signed', type: 'date' },
  { key: 'urgent', name: 'Urgent', type: 'boolean' },
  { key: 'kind', name: 'Kind', type: 'choice', options: ['order', 'service'].map((key) => ({ key, name: key })) },
  { key: 'tags', name: 'Tags', type: 'choice', many: true, options: [{ key: 'a', name: 'A' }] },
  { key: 'curator', name: 'Curator', type: 'person' },
  { key: 'calledAt', name: 'Called', type: 'datetime' },
  { key: 'user', name: 'User', type: 'text' },
];

const actor: Actor = {
  ...{ id: 'me', kind: 'person', login: 'anna', name: 'Anna', language: 'en' },
  ...{ roles: [], unitIds: [], headedUnitIds: [], withinUnitIds: [], groupIds: [], colleagueIds: [] },
};

const document: DocumentFacts = {
  ...{ authorId: 'me', responsibleId: null, unitId: 'sales', confidential: false, status: 'signing' },
  fields: {
    ...{ company: 'Alfa', pages: 3, urgent: true, kind: 'order', curator: 'me', signedAt: '2026-03-05' },
    amount: { amount: '1500.50', currency: 'EUR' },
  },
};

function holds(source: string, facts = document): boolean {
  const compiled = compileCondition(source, fields);
  if ('problem' in compiled) throw new Error(tell('en', compiled.problem));
  return compiled.condition.holds(actor, facts);
}

describe('compileCondition', () => {
  test.each<[string, boolean, boolean]>([
    // of the document above, and of one whose card is empty
    ['company = "Alfa"', true, false],
    ['company != "Alfa"', false, true],
    ['not(company = "Alfa")', false, true],
    ['company = null', false, true],
    ['pages > 2', true, false],
    ['not(pages > 2)', false, false],
    ['pages > 2 or status = "signing"', true, true],
    ['amount.amount >= 1500.5 and amount.currency = "EUR"', true, false],
    ['card.amount.amount between 1000 and 1500', false, false],
    ['pages in [1..3]', true, false],
    ['pages in (1..3)', false, false],
    ['pages in (1, 3)', true, false],
    ['kind in ("order", "service")', true, false],
    ['kind in ["service"]', false, false],
    ['kind in []', false, false],
    ['pages in (< 2, >= 3)', true, false],
    ['signedAt >= date("2026-03-05")', true, false],
    ['signedAt < @"2026-03-05" or signedAt = null', false, true],
    ['urgent', true, false],
    ['not(urgent)', false, false],
    ['urgent = false', false, false],
    ['curator = user.id', true, false],
    ['document.author.id = user.id and user.login = "anna"', true, true],
    ['document.responsible.id = null', true, true],
    ['document.unit.id = "sales" and document.status != "done"', true, true],
    ['card.user = null', true, true],
    ['true', true, true],
  ])('evaluates %s', (source, full, empty) => {
    expect(holds(source)).toBe(full);
    expect(holds(source, { ...document, fields: {} })).toBe(empty);
  });

  it('takes a value that was left from before the field changed its type for none', () => {
    expect(holds('pages = null', { ...document, fields: { pages: '3' } })).toBe(true);
    expect(holds('amount.amount = null', { ...document, fields: { amount: 3 } })).toBe(true);
    expect(holds('signedAt = null', { ...document, fields: { signedAt: 'soon' } })).toBe(true);
  });

  test.each<[string, RegExp]>([
    ['pages >', /FEEL expression is wrong/],
    ['pages + 1 > 2', /"pages \+ 1" cannot be used here/],
    ['contains(company, "A")', /cannot be used here/],
    ['some x in tags satisfies x = "a"', /cannot be used here/],
    ['if urgent then true else false', /cannot be used here/],
    ['pages in [3..1]', /from a smaller number/],
    ['pages between 1 and weight', /written out/],
    ['signedAt > today()', /cannot be used here/],
    ['company < "B"', /Only numbers and dates/],
    ['pages > null', /Only numbers and dates/],
    ['pages = "3"', /pages \(number\) with "3" \(text\)/],
    ['kind = "ordre"', /no option "ordre": order, service/],
    ['amount > 3', /money: compare "amount.amount"/],
    ['company.name = "A"', /has no parts/],
    ['tags = "a"', /cannot be read/],
    ['calledAt = null', /datetime/],
    ['client = "A"', /"client" is not known here/],
    ['user = "a"', /write "card.user"/],
    ['company', /compare it with something/],
    ['company = "a\\"b"', /backslash/],
  ])('refuses %s', (source, problem) => {
    const compiled = compileCondition(source, fields);
    expect('problem' in compiled ? tell('en', compiled.problem) : '').toMatch(problem);
  });

  it('names values as parameters and never in the text', () => {
    const compiled = compileCondition('company in ("A", "B") and not(pages > 2) and curator = user.id', fields);
    if ('problem' in compiled) throw new Error(tell('en', compiled.problem));
    const values: unknown[] = [];
    const sql = compiled.condition.sql(actor, (value) => `$${values.push(value)}`);
    expect(values).toEqual(['A', 'B', 2, 'me']);
    expect(sql).toMatch(/^\(.*IS NOT DISTINCT FROM \(\$1::text\).*\) IS TRUE$/);
  });
});
