import { judgePassword } from './password-rules.ts';

describe('a new password while it is typed', () => {
  const words = ['manager', 'Anna Kowalska', 'anna@gamma.example', 'Gamma Trade'];

  it.each([
    ['', false, false],
    ['short one', false, true],
    ['correct horse', true, true],
    ['AnnaKowalska1', true, false],
    ['gamma-trade-2026', true, false],
    ['Kowalską przez rzekę', true, true],
  ])('"%s" is long enough: %s, is not made of the owner: %s', (password, long, own) => {
    expect(judgePassword(password, words)).toEqual({ long, own });
  });
});
