import fc from 'fast-check';
import { keptFields, stepProblems } from './step-fields.js';

const keys = ['subject', 'amount', 'kind', 'items'];
const some = fc.subarray(keys);
const values = fc.constantFrom<unknown>(undefined, null, '', '  ', 'x', 0, false, []);
const blank = (value: unknown) =>
  value === undefined || value === null || String(value).trim() === '' || (Array.isArray(value) && value.length === 0);
const card = fc.dictionary(fc.constantFrom(...keys), values);

describe('the fields of a step', () => {
  it('let exactly what they open be changed, and want what they need in the end, for any step and card', () => {
    let [passed, stopped] = [0, 0];
    fc.assert(
      fc.property(some, some, some, card, card, fc.boolean(), (editable, required, hidden, sent, before, refuses) => {
        const step = keptFields({ editable, required, hidden });
        const problems = stepProblems(step, { sent, before, refuses });
        const open = new Set([...editable, ...required]);
        const closed = Object.keys(sent).filter((key) => !open.has(key));
        const after = { ...before, ...sent };
        const empty = refuses ? [] : required.filter((key) => blank(after[key]));
        const wanted = closed.length > 0 ? closed : empty;
        expect(problems.map(({ path }) => path).sort()).toEqual(wanted.map((key) => `fields.${key}`).sort());
        if (problems.length === 0) passed += 1;
        else stopped += 1;
      }),
      { numRuns: 500, seed: 20260305 },
    );
    expect(Math.min(passed, stopped)).toBeGreaterThan(50);
  });

  it('are kept with what is not empty, required ones among those that may be changed', () => {
    expect(keptFields({ editable: ['subject'], required: ['amount', 'subject'] })).toEqual({
      editable: ['subject', 'amount'],
      required: ['amount', 'subject'],
    });
    expect(keptFields({})).toEqual({ editable: [] });
    expect(stepProblems(null, { sent: { subject: 'x' }, before: {}, refuses: false })).toMatchObject([
      { path: 'fields.subject', code: 'not-editable-here' },
    ]);
  });
});
