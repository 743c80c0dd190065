import fc from 'fast-check';
import { commentPieces, mentionAt, withMention } from './mention-text.ts';

describe('somebody named while typing', () => {
  it.each([
    ['@', ''],
    ['Ask @ann', 'ann'],
    ['(@Жан', 'Жан'],
    ['line\n@a.b', 'a.b'],
    ['anna@firm', undefined],
    ['@ann ', undefined],
    ['no one', undefined],
    ['@@a', undefined],
  ])('%j', (text, query) => expect(mentionAt(text, text.length)?.query).toBe(query));

  it('is put in at the caret, with a space behind and the caret after that', () => {
    const text = 'Ask @an today';
    const draft = mentionAt(text, 7);
    expect(draft).toBeDefined();
    expect(draft && withMention(text, draft, 'anna')).toEqual({ text: 'Ask @anna today', caret: 10 });
    expect(withMention('@', { from: 0, to: 1, query: '' }, 'jonas')).toEqual({ text: '@jonas ', caret: 7 });
  });
});

describe('a comment as it is shown', () => {
  const anna = { id: '1', login: 'anna', name: 'Anna' };
  const full = { id: '2', login: 'anna.kowalska', name: 'Anna Kowalska' };

  it('names people instead of logins, and nobody else', () => {
    expect(commentPieces('@Anna.Kowalska, ask @anna or a@anna', [anna, full])).toEqual([
      { text: '@Anna.Kowalska', person: { id: '2', name: 'Anna Kowalska' } },
      { text: ', ask ' },
      { text: '@anna', person: { id: '1', name: 'Anna' } },
      { text: ' or a@anna' },
    ]);
    expect(commentPieces('@annabel', [anna])).toEqual([{ text: '@annabel' }]);
  });

  it('loses no letter', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('@anna', '@anna.kowalska', ' ', 'x', '@')), (parts) => {
        const text = parts.join('');
        expect(
          commentPieces(text, [anna, full])
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
