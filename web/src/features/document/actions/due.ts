/** By when something is to be done. */
export type Due =
  | { readonly kind: 'none' }
  | { readonly kind: 'days'; readonly days: number }
  /** `YYYY-MM-DD`; empty until it is chosen. */
  | { readonly kind: 'day'; readonly day: string };

/** Working days that are offered. */
export const dueDays = [1, 2, 3, 5, 10, 20] as const;

/** Whether the choice is complete. */
export function isChosen(due: Due): boolean {
  return due.kind !== 'day' || due.day !== '';
}

/** As the server takes it: `3 working days`, or the day; undefined for no time. */
export function dueText(due: Due): string | undefined {
  if (due.kind === 'days') return `${due.days} working days`;
  return due.kind === 'day' && due.day !== '' ? due.day : undefined;
}

/** The end of a working day of this device, where a moment is needed; ISO 8601. */
export function endOfDay(day: string): string {
  return new Date(`${day}T18:00:00`).toISOString();
}
