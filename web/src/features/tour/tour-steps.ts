export type TourStepKey =
  'desk' | 'answers' | 'registers' | 'new' | 'call' | 'search' | 'calendar' | 'reports' | 'attention' | 'me' | 'play';

export interface TourStep {
  readonly key: TourStepKey;
  /** The screen that it is told on; absent: whichever is open. */
  readonly to?: '/desk' | '/registers' | '/calendar' | '/reports' | '/attention';
  /** `data-tour` of what it tells of; absent: nothing is framed. */
  readonly mark?: string;
  /** It is passed over where its mark is not on the screen. */
  readonly optional?: true;
}

/** What a tour shows, in the order in which work comes: what waits, how it is answered, where all of it is kept. */
export const tourSteps: readonly TourStep[] = [
  { key: 'desk', to: '/desk', mark: 'content' },
  { key: 'answers', to: '/desk', mark: 'answers', optional: true },
  { key: 'new', mark: 'new', optional: true },
  { key: 'call', mark: 'call', optional: true },
  { key: 'registers', to: '/registers', mark: 'content' },
  { key: 'search', mark: 'search' },
  { key: 'calendar', to: '/calendar', mark: 'content' },
  { key: 'reports', to: '/reports', mark: 'content' },
  { key: 'attention', to: '/attention', mark: 'content' },
  { key: 'me', mark: 'me' },
  { key: 'play' },
];

/** The next step in a direction of which `isThere` says that it can be shown; undefined at either end. */
export function nextStep(
  steps: readonly TourStep[],
  from: number,
  direction: 1 | -1,
  isThere: (step: TourStep) => boolean,
): number | undefined {
  for (let at = from + direction; at >= 0 && at < steps.length; at += direction) {
    const step = steps[at];
    if (step && (!step.optional || isThere(step))) return at;
  }
  return undefined;
}
