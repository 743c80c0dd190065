import { calendarFor } from '../../organisation/directory/queries.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { newId } from '../../platform/ids.js';
import { resolveOne, resolvePerformer } from '../assignments/resolve-performer.js';
import type { RouteGraph, UserNode } from '../compile/route-graph.js';
import type { RouteCommand, RouteLibrary } from '../engine/protocol.js';
import { dueTime } from './due-time.js';
import type { NewAssignment } from './run-record.js';

type IssueCommand = Extract<RouteCommand, { type: 'issue-assignment' }>;

/**
 * The assignment that a command asks for: performer, controller and due time found now. A failure says why it cannot
 * be issued; the run then has an incident.
 */
export function planAssignment(
  library: RouteLibrary,
  organisation: Organisation,
  command: IssueCommand,
  atMs: number,
): { assignment: NewAssignment } | { failure: string } {
  const node = userNode(library, command);
  if (!node) return { failure: `The route has no task "${command.element}".` };
  const plan = node.assignment;
  const people = resolvePeople(organisation, plan, command.scope, atMs);
  if ('failure' in people) return people;
  const calendar = calendarFor(organisation, people.performerId === null ? {} : { personId: people.performerId });
  const due = plan.due === undefined ? null : dueTime(plan.due, calendar, atMs, command.scope);
  if (due !== null && 'failure' in due) return due;
  return {
    assignment: {
      id: newId(),
      instance: command.instance,
      element: command.element,
      step: {
        name: node.name ?? node.id,
        editable: plan.editable,
        ...(command.route === undefined ? {} : { route: command.route }),
      },
      state: people.performerId === null ? 'ready' : 'reserved',
      instruction: plan.instruction ?? node.name ?? node.id,
      outcomes: plan.outcomes,
      ...people,
      dueAt: due === null ? null : new Date(due.dueAt).toISOString(),
      dueBecause: due === null ? null : due.because,
      round: plan.round ? approvalRound(library, command) : null,
    },
  };
}

/**
 * The round of an approval: one more than this task has had, but never behind the other approvals of the route; who is
 * asked for the first time after a contract came back takes part in its second round.
 */
function approvalRound(library: RouteLibrary, command: IssueCommand): number {
  const graph = graphOf(library, command);
  const steps = command.scope['steps'];
  const others = Object.entries(typeof steps === 'object' && steps !== null ? steps : {}).map(([element, record]) => {
    const node = graph?.nodes.get(element);
    const { round } = record as { round?: unknown };
    return node?.kind === 'user' && node.assignment.round && typeof round === 'number' ? round : 1;
  });
  return Math.max(command.round, ...others);
}

function graphOf(library: RouteLibrary, command: IssueCommand): RouteGraph | undefined {
  return command.route === undefined ? library.main : library.called.get(command.route);
}

function userNode(library: RouteLibrary, command: IssueCommand): UserNode | undefined {
  const node = graphOf(library, command)?.nodes.get(command.element);
  return node?.kind === 'user' ? node : undefined;
}

function resolvePeople(
  organisation: Organisation,
  plan: UserNode['assignment'],
  scope: IssueCommand['scope'],
  atMs: number,
):
  | {
      performerId: string | null;
      actingForId: string | null;
      candidateIds: readonly string[];
      controllerId: string | null;
    }
  | { failure: string } {
  const performer = resolvePerformer(organisation, plan.candidates ?? plan.performer, scope, atMs);
  if ('failure' in performer) return performer;
  if (plan.controller === undefined) return { ...performer, controllerId: null };
  const controller = resolveOne(organisation, plan.controller, scope, atMs);
  if ('failure' in controller) return controller;
  return { ...performer, controllerId: controller.personId };
}
