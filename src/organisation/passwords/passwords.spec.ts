import { ownWords, PasswordRules, type PasswordOwner } from './password-rules.js';
import { PasswordStrength } from './password-strength.js';

const strength = new PasswordStrength();
const rules = new PasswordRules(strength);
const anna: PasswordOwner = {
  login: 'anna.kowalska',
  name: 'Anna Kowalska',
  email: 'a.kowalska@gamma-trade.example',
  organisation: 'Gamma Trade',
};
const judge = (password: string) =>
  rules.check(password, anna, 'password').then(
    () => 'taken',
    (refusal: { problems: { code: string }[] }) => refusal.problems[0]?.code,
  );

afterAll(() => strength.onApplicationShutdown());

describe('a new password', () => {
  test.each([
    ['', 'too-short'],
    ['Zg7$kQ2pw', 'too-short'],
    ['x'.repeat(201), 'too-long'],
    ['password123', 'too-common'],
    ['Password1234!', 'too-common'],
    ['qwertyuiop123', 'too-common'],
    ['1234567890', 'too-common'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'too-common'],
    ['iloveyou2024', 'too-common'],
    ['йцукенгшщз', 'too-common'],
    ['пароль12345', 'too-common'],
    ['gfhjkm12345', 'too-common'],
    ['hasło12345', 'too-common'],
    ['slaptažodis1', 'too-common'],
    ['millrace2024', 'too-common'],
    ['Kowalska2024', 'too-personal'],
    ['annakowalska1', 'too-personal'],
    ['gamma-trade1', 'too-personal'],
    ['Anna.Kowalska2024', 'too-personal'],
    ['KOWALSKA, Ańna: 99!!', 'too-personal'],
    ['žalias dangus virš jūros', 'taken'],
    ['correct horse battery staple', 'taken'],
    ['Zg7$kQ2pwXv9', 'taken'],
    ['зелёный чайник летит на юг', 'taken'],
    ['x7Kq'.repeat(3) + 'mellow barn tugboat'.repeat(8), 'taken'],
  ])('"%s" is %s', async (password, expected) => {
    expect(await judge(password)).toBe(expected);
  });

  it('is judged beside other work, also the longest of the worst kind', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 5);
    await judge(Array.from({ length: 200 }, (_, index) => String.fromCharCode(33 + ((index * 7919) % 90))).join(''));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
  });

  it('is judged again after the thread was ended', async () => {
    await strength.onApplicationShutdown();
    expect(await judge('password123')).toBe('too-common');
  });

  it('knows the words of its owner with and without accents, and no crumbs', () => {
    const words = ownWords({ login: 'ed', name: 'Łukasz Żak-Ó', email: null, organisation: 'UAB „Eglė“' });
    expect(words).toEqual(expect.arrayContaining(['łukasz', 'lukasz', 'żak', 'zak', 'uab', 'eglė', 'egle']));
    expect(words).not.toContain('ed');
  });
});
