import type { FieldDefinition } from '../definition/field-definition.js';
import { amountOf } from './amount-of.js';

const field = (key: string, type: 'text' | 'money'): FieldDefinition => ({ key, type, name: key });
const total: FieldDefinition = { key: 'total', type: 'computed', name: 'Total', expression: 'price', result: 'money' };
const fields = [field('subject', 'text'), field('price', 'money'), field('fee', 'money'), total];
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const values = { subject: 'Pumps', price: euros('10.00'), fee: euros('2.50'), total: euros('12.50') };

describe('the amount of a document', () => {
  it('is the first field of money, or the one that the stream names', () => {
    expect(amountOf({ fields }, values)).toEqual(euros('10.00'));
    expect(amountOf({ fields, amountField: 'fee' }, values)).toEqual(euros('2.50'));
    expect(amountOf({ fields: [field('subject', 'text'), total] }, values)).toEqual(euros('12.50'));
  });

  it.each([
    ['there is no field of money', { fields: [field('subject', 'text')] }, values],
    ['the field is empty', { fields }, { fee: euros('2.50') }],
    ['the named field is empty', { fields, amountField: 'fee' }, { price: euros('10.00') }],
    ['a text was left from an earlier type', { fields }, { price: '10' }],
    ['the amount is no number', { fields }, { price: euros('ten') }],
    ['the currency is missing', { fields }, { price: { amount: '10' } }],
  ])('is none where %s', (_, definition, card) => {
    expect(amountOf(definition, card)).toBeNull();
  });
});
