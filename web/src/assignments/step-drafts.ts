import type { TypedValues } from '../card/card-stream.ts';

const place = (assignment: string) => `millrace.step.${assignment}`;

/** What was filled in for a step and not sent yet, as it will be sent; kept for as long as the window is open. */
export function stepDraft(assignment: string): TypedValues {
  return JSON.parse(sessionStorage.getItem(place(assignment)) ?? '{}') as TypedValues;
}

/** Keeps it; nothing filled in is nothing kept. */
export function keepStepDraft(assignment: string, fields: TypedValues): void {
  if (Object.keys(fields).length === 0) sessionStorage.removeItem(place(assignment));
  else sessionStorage.setItem(place(assignment), JSON.stringify(fields));
}
