import { fieldParams } from './field-params.js';

describe('fieldParams', () => {
  it('takes the parameters named after fields and leaves the others', () => {
    expect(fieldParams({ stream: 'clients', 'field.name': 'Alpha', 'field.phone': null })).toEqual({
      name: 'Alpha',
      phone: null,
    });
  });

  it('turns the money of expressions into that of cards, inside tables too', () => {
    const price = { amount: 12.5, currency: 'EUR' };
    expect(fieldParams({ 'field.lines': [{ name: 'Pump', price }] })).toEqual({
      lines: [{ name: 'Pump', price: { amount: '12.5', currency: 'EUR' } }],
    });
  });
});
