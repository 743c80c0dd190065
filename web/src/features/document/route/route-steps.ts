import type { Assignment } from '../../../assignments/assignments.ts';
import type { Run } from '../../../routes/runs.ts';

/** Somebody was asked, and said something or nothing yet. */
export interface AskedStep {
  readonly kind: 'done' | 'now' | 'ended';
  readonly assignment: Assignment;
}

/** The run waits for something that is nobody's: a time, a message, a program. */
export interface WaitingStep {
  readonly kind: 'waiting';
  readonly element: string;
  readonly name: string;
  /** ISO 8601. */
  readonly since: string;
  readonly until?: string;
}

/** The run cannot go on by itself. */
export interface FailedStep {
  readonly kind: 'incident';
  readonly element: string;
  readonly name: string;
  readonly message: string;
  readonly since: string;
}

/** Where it may go from here, the likeliest first. */
export interface NextStep {
  readonly kind: 'next';
  readonly names: readonly string[];
}

export type RouteStep = AskedStep | WaitingStep | FailedStep | NextStep;

const over = new Set<Assignment['state']>(['completed', 'failed', 'obsolete', 'exited']);

/** Whether an assignment has ended, in whatever way. */
export function isOver({ state }: Pick<Assignment, 'state'>): boolean {
  return over.has(state);
}

/**
 * A run as people tell it: who was asked and what they decided, in the order in which they decided; what it waits for now;
 * what comes next. Assignments that were withdrawn before anybody answered are left out.
 */
export function routeSteps(run: Run, assignments: readonly Assignment[]): RouteStep[] {
  const asked = assignments.filter((one) => one.run === run.id && one.parent === undefined);
  const ended = asked
    .filter((one) => isOver(one) && one.state !== 'obsolete' && one.state !== 'exited')
    .toSorted((a, b) => ((a.closedAt ?? '') < (b.closedAt ?? '') ? -1 : 1));
  const open = asked.filter((one) => !isOver(one)).toSorted((a, b) => (a.issuedAt < b.issuedAt ? -1 : 1));
  const failed = new Set(run.incidents.map(({ instance, element }) => `${instance} ${element}`));
  const nameOf = (element: string, route: string | undefined) =>
    run.elements.find((one) => one.element === element && one.route === route)?.name ?? element;
  return [
    ...ended.map((assignment) => ({
      kind:
        assignment.lapsedAt === undefined && assignment.state === 'completed' ? ('done' as const) : ('ended' as const),
      assignment,
    })),
    ...run.incidents.map(({ element, route, message, since }) => ({
      kind: 'incident' as const,
      ...{ element, name: nameOf(element, route), message, since },
    })),
    ...open.map((assignment) => ({ kind: 'now' as const, assignment })),
    ...run.active
      .filter((one) => one.assignments.length === 0 && !failed.has(`${one.instance} ${one.element}`))
      .map(({ element, name, since }) => waiting(run, element, name, since)),
    ...(run.next.length > 0 ? [{ kind: 'next' as const, names: run.next.map(({ name }) => name) }] : []),
  ];
}

function waiting({ timers }: Run, element: string, name: string, since: string): WaitingStep {
  const until = timers.find((timer) => timer.element === element)?.dueAt;
  return { kind: 'waiting', element, name, since, ...(until === undefined ? {} : { until }) };
}

/** Which of the runs is looked at unless somebody chose another: the newest that goes on, else the newest. */
export function firstRun<R extends { readonly state: string }>(runs: readonly R[]): R | undefined {
  return runs.find(({ state }) => state === 'running') ?? runs[0];
}
