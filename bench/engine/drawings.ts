import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A BPMN file that both engines run, and how its tasks are answered. */
export interface Drawing {
  readonly name: string;
  readonly title: string;
  readonly xml: string;
  /** Outcomes of a task by visit, where they are not "approve". */
  readonly outcomes: Readonly<Record<string, readonly string[]>>;
}

const titles: readonly (readonly [string, string, Drawing['outcomes']?])[] = [
  ['sequence', 'ten tasks in turn'],
  ['exclusive', 'four exclusive gateways', { ask2: ['reject'] }],
  ['parallel', 'five tasks at once, joined'],
  ['multi-instance', 'one task for ten people'],
  ['sub-process', 'a sub-process with a timer at its boundary'],
  ['contract-approval', 'contract approval in two rounds', { finance: ['reject'] }],
];

/** They bear no extensions, so that each engine reads all there is. */
export function drawings(): Drawing[] {
  return titles.map(([name, title, outcomes = {}]) => ({
    name,
    title,
    outcomes,
    xml: readFileSync(join(import.meta.dirname, 'files', `${name}.bpmn`), 'utf8'),
  }));
}

/** What the person answers who has `task` for the `visit`th time, from 0. */
export function answerOf(drawing: Drawing, task: string, visit: number): string {
  return drawing.outcomes[task]?.[visit] ?? 'approve';
}

/** One run of a drawing from its start to its end; answers how many activities, events and gateways were completed. */
export type RunOnce = () => Promise<number> | number;
