import { answersTo, type AskedAssignment } from './push-answers.js';

const outcome = (key: string, reasonRequired = false) => ({
  key,
  label: { en: `To ${key}`, pl: `Do ${key}` },
  reasonRequired,
});
const asked = (given: Partial<AskedAssignment>): AskedAssignment => ({
  id: 'a',
  state: 'ready',
  performerId: 'me',
  outcomes: [],
  step: null,
  documentVersion: 3,
  ...given,
});
const me = { id: 'me', language: 'pl' } as const;
const shown = (given: Partial<AskedAssignment>) =>
  answersTo(asked(given), me)?.choices.map(({ outcome: key, label, asks }) => `${key} ${label}${asks ? ' …' : ''}`);

describe('the buttons of a push message', () => {
  it.each([
    ['none', [], ['null null']],
    ['approve and reject', [outcome('reject', true), outcome('approve')], ['approve Do approve', 'reject Do reject …']],
    [
      'the one that sends back before a third',
      [outcome('approve'), outcome('later'), outcome('reject', true)],
      ['approve Do approve', 'reject Do reject …'],
    ],
    ['the first two of equals', [outcome('a'), outcome('b'), outcome('c')], ['a Do a', 'b Do b']],
    ['both with reasons', [outcome('a', true), outcome('b', true)], ['a Do a …', 'b Do b …']],
    ['one alone', [outcome('done')], ['done Do done']],
  ])('%s', (_, outcomes, expected) => {
    expect(shown({ outcomes })).toEqual(expected);
  });

  it('lead into the app where fields are to be filled in', () => {
    expect(shown({ outcomes: [outcome('done')], step: { required: ['amount'] } })).toEqual(['done Do done …']);
  });

  it('are not there for somebody else, for what rests and for what is reported', () => {
    expect(shown({ performerId: 'other' })).toBeUndefined();
    expect(shown({ performerId: null })).toBeUndefined();
    expect(shown({ state: 'suspended' })).toBeUndefined();
    expect(shown({ state: 'reported' })).toBeUndefined();
  });

  it('bind to the document that was told of, and cut what a phone cannot show', () => {
    const long = { key: 'x', label: 'я'.repeat(200), reasonRequired: false };
    expect(answersTo(asked({ outcomes: [long] }), me)).toMatchObject({
      assignment: 'a',
      documentVersion: 3,
      choices: [{ label: 'я'.repeat(60) }],
    });
  });
});
