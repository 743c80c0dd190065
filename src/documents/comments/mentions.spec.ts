import fc from 'fast-check';
import { findMentions } from './mentions.js';

const logins = ['anna', 'anna.kowalska', 'jonas-k', 'office@firm.lt', 'm2'];
const find = (text: string) => findMentions(text, (login) => logins.find((known) => known === login));

describe('people named in a text', () => {
  it.each([
    ['Ask @anna, please', ['anna'], []],
    ['@anna.kowalska.', ['anna.kowalska'], []],
    ['Done.@anna', [], []],
    ['(@Anna) and @ANNA again', ['anna'], []],
    ['@anna.Thank you', ['anna'], []],
    ['@jonas-k: look', ['jonas-k'], []],
    ['@office@firm.lt and @m2!', ['office@firm.lt', 'm2'], []],
    ['write to anna@firm.lt or m2@firm.lt', [], []],
    ['@nobody, @no.body.', [], ['nobody', 'no.body']],
    ['@@anna, @, @ anna', [], []],
    ['Ž@anna и@anna', [], []],
    ['спросите @anna', ['anna'], []],
  ])('%j', (text, people, unknown) => {
    expect(find(text)).toEqual({ people, unknown });
  });

  it('names everybody once, and nobody who does not stand there', () => {
    const piece = fc.oneof(
      fc.constantFrom(...logins.map((login) => `@${login}`), '@', ' ', ', ', '.', 'x'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const { people } = find(text);
        expect(new Set(people).size).toBe(people.length);
        for (const login of people) expect(text.toLowerCase()).toContain(`@${login}`);
      }),
    );
  });

  it('ends in time, whatever is written', () => {
    expect(find(`@${'a.'.repeat(5_000)}`).people).toEqual([]);
    expect(find('@a '.repeat(5_000)).unknown).toEqual(['a']);
  });
});
