import { nextStep, tourSteps, type TourStep } from './tour-steps.ts';

const steps: TourStep[] = [
  { key: 'desk', mark: 'content' },
  { key: 'answers', mark: 'answers', optional: true },
  { key: 'me', mark: 'me' },
];

describe('the way through a tour', () => {
  it('passes over what is not on the screen, in both directions', () => {
    expect(nextStep(steps, 0, 1, () => true)).toBe(1);
    expect(nextStep(steps, 0, 1, () => false)).toBe(2);
    expect(nextStep(steps, 2, -1, () => false)).toBe(0);
  });

  it('ends at either end', () => {
    expect(nextStep(steps, 2, 1, () => true)).toBeUndefined();
    expect(nextStep(steps, 0, -1, () => true)).toBeUndefined();
  });

  it('begins and ends with something that is always there', () => {
    expect(tourSteps[0]?.optional).toBeUndefined();
    expect(tourSteps.at(-1)?.optional).toBeUndefined();
  });
});
