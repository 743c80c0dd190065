import { calendarFor } from '../../organisation/directory/queries.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import type { Matter } from '../../organisation/substitution/matter.js';
import { newId } from '../../platform/ids.js';
import type { LocalisedText } from '../../platform/languages.js';
import { compileExpression, evaluate } from '../../platform/feel/expression.js';
import { defaultLadder, rungTimes, type RungAnchors } from '../assignments/ladder/rung-times.js';
import type { PerformerPools } from '../assignments/performer-pools.js';
import { assignAgain, resolveOne, resolvePerformer, type PerformerSearch } from '../assignments/resolve-performer.js';
import { keptFields } from '../assignments/step-fields.js';
import { actionPeople, type AssignmentPlan, type RouteGraph, type UserNode } from '../compile/route-graph.js';
import type { RouteCommand, RouteLibrary } from '../engine/protocol.js';
import { dueTime } from './due-time.js';
import type { DecisionBinding, NewAssignment } from './run-record.js';

export type IssueCommand = Extract<RouteCommand, { type: 'issue-assignment' }>;

/** What an assignment is planned against. */
export interface PlanSurroundings {
  readonly library: RouteLibrary;
  readonly organisation: Organisation;
  readonly pools: PerformerPools;
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** The document, for substitutions that are limited by stream or amount. */
  readonly matter: Matter;
}

/**
 * The assignment that a command asks for: performer, controller, due time and ladder found now. A failure says why it
 * cannot be issued; the run then has an incident.
 */
export function planAssignment(
  surroundings: PlanSurroundings,
  command: IssueCommand,
): { assignment: NewAssignment } | { failure: string } {
  const { organisation, atMs } = surroundings;
  const node = taskOf(surroundings.library, command);
  if (!node) return { failure: `The route has no task "${command.element}".` };
  const plan = node.assignment;
  const excluded = excludedPeople(surroundings.library, command, plan);
  const people = resolvePeople({ ...surroundings, scope: command.scope, excluded }, plan, command.again);
  if ('failure' in people) return people;
  const calendar = calendarFor(organisation, people.performerId === null ? {} : { personId: people.performerId });
  const due = plan.due === undefined ? null : dueTime(plan.due, calendar, atMs, command.scope);
  if (due !== null && 'failure' in due) return due;
  const instruction = instructionOf(node, command, atMs);
  if ('failure' in instruction) return instruction;
  return {
    assignment: {
      id: newId(),
      instance: command.instance,
      element: command.element,
      step: {
        name: node.name ?? node.id,
        ...keptFields(plan),
        ...(command.route === undefined ? {} : { route: command.route }),
        ...(excluded.size === 0 ? {} : { apart: Object.fromEntries(excluded) }),
      },
      state: people.performerId === null ? 'ready' : 'reserved',
      instruction: instruction.text,
      outcomes: plan.outcomes,
      ...people,
      dueAt: due === null ? null : new Date(due.dueAt).toISOString(),
      dueBecause: due === null ? null : due.because,
      round: plan.round ? approvalRound(surroundings.library, command) : null,
      skippable: plan.skippable,
      acceptance: plan.acceptance && people.controllerId !== null,
      excluded: [...excluded.keys()],
      binding: bindingOf(plan),
      askedAgain: null,
      rungs: rungsOf(plan, { issuedAt: atMs, dueAt: due === null ? null : due.dueAt, calendar }),
    },
  };
}

/** Those of the drawing, or else the ladder that every assignment with a due date has. */
function rungsOf(plan: AssignmentPlan, anchors: RungAnchors): NewAssignment['rungs'] {
  return rungTimes(plan.rungs.length > 0 ? plan.rungs : defaultLadder(anchors), anchors);
}

/** The FEEL texts by which a task looks for people. */
export function peopleTexts(library: RouteLibrary, command: IssueCommand): string {
  return textsOf(taskOf(library, command)).join('\n');
}

/** Those of all tasks of a run. */
export function allPeopleTexts(library: RouteLibrary): string[] {
  return [library.main, ...library.called.values()].flatMap((graph) =>
    [...graph.nodes.values()].flatMap((node) => (node.kind === 'user' ? textsOf(node) : actionPeople(node))),
  );
}

function textsOf(node: UserNode | undefined): string[] {
  const plan = node?.assignment;
  return [plan?.candidates, plan?.performer, plan?.controller].filter((text) => text !== undefined);
}

/**
 * The round of an approval: one more than this task has had, but never behind the other approvals of the route; who is
 * asked for the first time after a contract came back takes part in its second round.
 */
function approvalRound(library: RouteLibrary, command: IssueCommand): number {
  const graph = graphOf(library, command);
  const others = Object.entries(stepsOf(command)).map(([element, { round }]) => {
    const node = graph?.nodes.get(element);
    return node?.kind === 'user' && node.assignment.round && typeof round === 'number' ? round : 1;
  });
  return Math.max(command.round, ...others);
}

/** What a decision on it will be bound to: all that counts, for an approval that does not say otherwise. */
function bindingOf(plan: AssignmentPlan): DecisionBinding | null {
  if (plan.binds) return { fields: plan.binds.filter((key) => key !== 'files'), files: plan.binds.includes('files') };
  return plan.round ? { fields: null, files: true } : null;
}

/** Who did one of the tasks that this one must not share its performer with, and the name of that task. */
function excludedPeople(library: RouteLibrary, command: IssueCommand, plan: AssignmentPlan): Map<string, string> {
  const steps = stepsOf(command);
  const excluded = new Map<string, string>();
  for (const element of plan.notSameAs) {
    const performer = steps[element]?.performer;
    const id = typeof performer === 'object' && performer !== null && 'id' in performer ? performer.id : undefined;
    if (typeof id === 'string') excluded.set(id, graphOf(library, command)?.nodes.get(element)?.name ?? element);
  }
  return excluded;
}

function stepsOf(command: IssueCommand): Readonly<Record<string, { round?: unknown; performer?: unknown }>> {
  const steps = command.scope['steps'];
  return typeof steps === 'object' && steps !== null ? (steps as Record<string, { round?: unknown }>) : {};
}

/** An instruction that begins with `=` is FEEL over what the route knows, in each language. */
function instructionOf(
  node: UserNode,
  command: IssueCommand,
  at: number,
): { text: LocalisedText } | { failure: string } {
  const written = node.assignment.instruction ?? node.name ?? node.id;
  const texts = typeof written === 'string' ? { en: written } : written;
  if (!Object.values(texts).some((text) => text.startsWith('='))) return { text: written };
  const evaluated: Record<string, string> = {};
  for (const [language, text] of Object.entries(texts)) {
    const said = text.startsWith('=') ? evaluatedText(text.slice(1), command, at) : { text };
    if ('failure' in said) return said;
    evaluated[language] = said.text;
  }
  return { text: { en: node.name ?? node.id, ...evaluated } };
}

function evaluatedText(source: string, command: IssueCommand, at: number): { text: string } | { failure: string } {
  const compiled = compileExpression(source);
  if ('problem' in compiled) return { failure: `The instruction "=${source}" cannot be read: ${compiled.problem}` };
  const result = evaluate(compiled.expression, command.scope, { at });
  if ('failure' in result) return { failure: `The instruction "=${source}" could not be evaluated: ${result.failure}` };
  return { text: typeof result.value === 'string' ? result.value : JSON.stringify(result.value) };
}

function graphOf(library: RouteLibrary, command: IssueCommand): RouteGraph | undefined {
  return command.route === undefined ? library.main : library.called.get(command.route);
}

function taskOf(library: RouteLibrary, command: IssueCommand): UserNode | undefined {
  const node = graphOf(library, command)?.nodes.get(command.element);
  return node?.kind === 'user' ? node : undefined;
}

function resolvePeople(
  search: PerformerSearch,
  plan: UserNode['assignment'],
  again: IssueCommand['again'],
):
  | {
      performerId: string | null;
      actingForId: string | null;
      candidateIds: readonly string[];
      wantedIds: readonly string[] | null;
      controllerId: string | null;
    }
  | { failure: string } {
  const asked = again && assignAgain(search, again.performer);
  const performer = asked ?? resolvePerformer(search, plan.candidates ?? plan.performer);
  if ('failure' in performer) return performer;
  if (plan.controller === undefined) return { ...performer, controllerId: null };
  const controller = resolveOne(search, plan.controller);
  if ('failure' in controller) return controller;
  return { ...performer, controllerId: controller.personId };
}
