import { parseRoute } from '../model/parse-route.js';
import type { RouteProblem } from '../model/route-model.js';
import { isoTime } from './clock.js';
import { addressed, readScript } from './script.js';
import type { SimulationScript, SimulationStep } from './script.js';
import { World } from './world.js';
import type { OpenTask } from './surroundings.js';

export interface SimulationResult {
  readonly result: 'finished' | 'waiting' | 'incident' | 'refused';
  readonly open: readonly { readonly element: string; readonly name: string }[];
  readonly completedTasks: readonly string[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly problems?: readonly { readonly element: string | null; readonly message: string }[];
}

export interface Simulation {
  /** The trail, an object a line; the last one is the `SimulationResult`. */
  readonly lines: readonly object[];
  /** 0 finished or waiting, 1 incident, 2 refused. */
  readonly exitCode: 0 | 1 | 2;
}

/** Most tasks that `auto` completes. */
const maxAuto = 1_000;

/**
 * Steps a BPMN file through a script, without a database: `route simulate`. Automatic tasks complete at once unless a step of
 * the script addresses them; a task with an action waits to be completed like a person's.
 */
export async function simulate(xml: string, script: unknown): Promise<Simulation> {
  const read = readScript(script);
  if ('problem' in read) return refusal(read.problem);
  const parsed = await parseRoute(xml);
  if ('problems' in parsed) return refused(parsed.problems.map(shown));
  const { script: plan } = read;
  const facts = { document: plan.document ?? null, card: plan.card ?? {} };
  const world = new World({ model: parsed.model, hold: addressed(plan), facts });
  const problems = world.compile();
  if (problems.length > 0) return refused(problems.map(shown));
  const problem = play(world, plan);
  return report(world, problem);
}

function shown(problem: RouteProblem): { element: string | null; message: string } {
  const where = problem.line === undefined ? '' : `line ${problem.line}: `;
  return { element: problem.element, message: `${where}${problem.message}` };
}

/** The answer where there is nothing to step: what is wrong with the input as a whole. */
export function refusal(message: string): Simulation {
  return refused([{ element: null, message }]);
}

function refused(problems: NonNullable<SimulationResult['problems']>): Simulation {
  const result: SimulationResult = { result: 'refused', open: [], completedTasks: [], variables: {}, problems };
  return { lines: [result], exitCode: 2 };
}

/** Plays a script; what could not be done comes back as a problem. Choices at its head hold from the start. */
export function play(world: World, script: SimulationScript): { element: string | null; message: string } | null {
  const firstOther = script.steps.findIndex((step) => !('choose' in step));
  const choices = firstOther < 0 ? script.steps.length : firstOther;
  for (const [index, step] of script.steps.entries()) {
    if (index === choices) {
      const begun = begin(world, script);
      if (begun !== null) return { element: script.start ?? null, message: begun };
    }
    const problem = playStep(world, step);
    if (problem !== null) return { element: targetOf(step), message: `steps[${index}]: ${problem}` };
  }
  const begun = choices === script.steps.length ? begin(world, script) : null;
  if (begun !== null) return { element: script.start ?? null, message: begun };
  if (script.auto) completeAll(world);
  return null;
}

/** Starts what the script says; the message says why that cannot be. */
export function begin(world: World, script: SimulationScript): string | null {
  const variables = script.variables ? { variables: script.variables } : {};
  const { start } = script;
  if (start !== undefined) {
    for (const [process, graph] of world.processes) {
      if (script.process !== undefined && process !== script.process) continue;
      const event = graph.root.starts.find(({ id, name }) => id === start || name === start);
      if (event) return world.start(process, { startEvent: event.id, ...variables });
    }
    if (world.processes.has(start)) return world.start(start, variables);
    if (world.model.messageFlows.some(({ id }) => id === start))
      return world.messageFlow(start) ? null : `nothing begins by ${start}`;
    for (const [process, graph] of world.processes) {
      if (graph.root.starts.length === 0 && graph.root.implicitStarts.includes(start))
        return world.start(process, variables);
    }
    return world.message(start, undefined, script.variables) === null
      ? null
      : `"${start}" is neither a start event nor a message that begins a process`;
  }
  if (begunByFirstStep(world, script)) return null;
  const chosen = script.process ?? defaultProcess(world);
  if (chosen === undefined || !world.processes.has(chosen))
    return `the file does not contain the process ${chosen ?? ''}`;
  return world.start(chosen, variables);
}

function defaultProcess(world: World): string | undefined {
  const candidates = world.model.processes.filter(({ id }) => world.processes.has(id));
  return (candidates.find(({ executable }) => executable) ?? candidates[0])?.id;
}

/** A script that begins by triggering a start event, or a message flow, needs no other start. */
function begunByFirstStep(world: World, script: SimulationScript): boolean {
  const first = script.steps.find((step) => !('choose' in step));
  if (!first || script.process !== undefined) return false;
  const starts = [...world.processes.values()].flatMap((graph) => graph.root.starts);
  if ('trigger' in first) {
    const roots = [...world.processes.values()].filter((graph) => graph.root.starts.length === 0);
    return (
      starts.some(({ id, name }) => id === first.trigger || name === first.trigger) ||
      world.model.messageFlows.some(
        ({ id, target }) =>
          id === first.trigger && (starts.some((start) => start.id === target) || starts.length === 0),
      ) ||
      roots.some((graph) => graph.root.implicitStarts.includes(first.trigger))
    );
  }
  if (starts.some(({ trigger }) => trigger.type === 'none')) return false;
  if ('message' in first)
    return starts.some(({ trigger }) => trigger.type === 'message' && trigger.name === first.message);
  return 'signal' in first && starts.some(({ trigger }) => trigger.type === 'signal' && trigger.name === first.signal);
}

function targetOf(step: SimulationStep): string | null {
  if ('complete' in step) return step.complete;
  if ('skip' in step) return step.skip;
  if ('trigger' in step) return step.trigger;
  if ('error' in step) return step.error.task;
  if ('escalation' in step) return step.escalation.task;
  return 'choose' in step ? step.choose.gateway : null;
}

/** Plays one step; the message says why it could not be done. */
export function playStep(world: World, step: SimulationStep): string | null {
  if ('complete' in step) return completeNamed(world, step);
  if ('skip' in step) return skipNamed(world, step);
  if ('trigger' in step) return world.trigger(step.trigger, step.variables);
  if ('message' in step) return world.message(step.message, step.key, step.variables);
  if ('signal' in step) return world.signal(step.signal, step.variables);
  if ('advance' in step) return world.advance(step.advance) ? null : `"${step.advance}" is not an ISO 8601 duration`;
  if ('error' in step) return failTask(world, 'task-error', step.error);
  if ('escalation' in step) return failTask(world, 'task-escalation', step.escalation);
  if ('card' in step) {
    world.changeCard(step.card);
    return null;
  }
  if ('choose' in step) return world.choose(step.choose.gateway, step.choose.flows)[0]?.message ?? null;
  for (const run of world.runs)
    if (run.state.status === 'active')
      world.send(run, { type: 'cancel', at: world.now, reason: 'cancelled by the script' });
  return null;
}

function openTask(world: World, target: string): OpenTask | undefined {
  const open = world.openTasks();
  return open.find(({ node }) => node.id === target) ?? open.find(({ node }) => node.name === target);
}

function skipNamed(world: World, step: Extract<SimulationStep, { skip: string }>): string | null {
  const task = openTask(world, step.skip);
  if (!task) return `no open task "${step.skip}"`;
  const comment = step.comment === undefined ? {} : { comment: step.comment };
  return world.send(task.run, { type: 'skip', at: world.now, instance: task.instance.id, ...comment });
}

function completeNamed(world: World, step: Extract<SimulationStep, { complete: string }>): string | null {
  const task = openTask(world, step.complete);
  if (!task) return world.trigger(step.complete, step.variables) === null ? null : `no open task "${step.complete}"`;
  return completeTask(world, task, step);
}

function completeTask(
  world: World,
  task: OpenTask,
  more: { result?: unknown; outcome?: string; comment?: string; variables?: Readonly<Record<string, unknown>> },
): string | null {
  const instance = task.instance.id;
  const variables = more.variables ? { variables: more.variables } : {};
  if (task.node.kind === 'action')
    return world.send(task.run, {
      type: 'action-done',
      at: world.now,
      instance,
      ...(more.result === undefined ? {} : { result: more.result }),
      ...variables,
    });
  return world.send(task.run, {
    type: 'complete',
    at: world.now,
    instance,
    ...(more.outcome === undefined ? {} : { outcome: more.outcome }),
    ...(more.comment === undefined ? {} : { comment: more.comment }),
    ...variables,
  });
}

function failTask(
  world: World,
  type: 'task-error' | 'task-escalation',
  target: { task: string; code: string },
): string | null {
  for (const run of world.runs) {
    for (const instance of Object.values(run.state.instances)) {
      const node = world.node(run, instance.element, instance.route);
      if (!node || instance.loop || (node.id !== target.task && node.name !== target.task)) continue;
      return world.send(run, { type, at: world.now, instance: instance.id, code: target.code });
    }
  }
  return `no task "${target.task}" is under way`;
}

/** Completes open tasks in the order of issue until none is open, each with its first outcome; at most `most`. */
export function completeAll(world: World, most = maxAuto): void {
  for (let done = 0; done < most; done += 1) {
    const open = world.openTasks();
    const completed = open.some((task) => {
      const outcome = task.node.kind === 'user' ? task.node.assignment.outcomes[0] : undefined;
      const more = outcome ? { outcome: outcome.key, ...(outcome.reasonRequired ? { comment: 'simulated' } : {}) } : {};
      return completeTask(world, task, more) === null;
    });
    if (!completed) return;
  }
}

function report(world: World, problem: { element: string | null; message: string } | null): Simulation {
  const incidents = world.runs.flatMap(({ state }) => Object.values(state.incidents));
  const waiting = world.runs.some(({ state }) => state.status === 'active');
  const problems = [...(problem ? [problem] : []), ...incidents.map(({ element, message }) => ({ element, message }))];
  const result = problem ? 'refused' : incidents.length > 0 ? 'incident' : waiting ? 'waiting' : 'finished';
  const last: SimulationResult = {
    result,
    open: world.openTasks().map(({ node }) => ({ element: node.id, name: node.name ?? node.id })),
    completedTasks: world.completedTasks,
    variables: world.runs[0]?.state.variables ?? {},
    ...(problems.length > 0 ? { problems } : {}),
  };
  const trail = world.trail.map(({ at, event, element, name, detail }) => ({
    at: isoTime(at),
    event,
    element,
    ...(name === undefined ? {} : { name }),
    ...(detail === undefined ? {} : { detail }),
  }));
  return { lines: [...trail, last], exitCode: result === 'refused' ? 2 : result === 'incident' ? 1 : 0 };
}
