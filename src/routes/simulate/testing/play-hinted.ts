import type { RouteGraph } from '../../compile/route-graph.js';
import { parseRoute } from '../../model/parse-route.js';
import type { RouteModel } from '../../model/route-model.js';
import type { OpenTask } from '../surroundings.js';
import { World } from '../world.js';
import type { HintedCase, HintedStep, Material } from './material.js';

/**
 * What came of a list of steps that was read from a test of another engine. `filled`: as expected, if events come that the
 * list does not have. `java`: otherwise, but the file or the test hands work to Java classes, which are not there.
 */
export type Hinted =
  | { readonly result: 'expected' | 'filled' }
  | { readonly result: 'refused'; readonly reason: string }
  | { readonly result: 'java' | 'otherwise'; readonly step: number; readonly reason: string };

/** The lists leave open which task a step completes, and when timers fire; at most so many readings are tried. */
const mostReadings = 400;
/** Most turns of a loop in a test. */
const mostTurns = 20;

/**
 * Plays the steps in every reading that the list leaves open, until one goes as the test expects: which of several open tasks
 * is completed (`task.getId()` says no more), one or all of them, and how many timers running jobs fires. Otherwise the
 * reading that came furthest is told.
 */
export async function playHinted(material: Material, hinted: HintedCase): Promise<Hinted> {
  const loaded = await load(material, hinted);
  if ('reason' in loaded) return { result: 'refused', reason: loaded.reason };
  const strict = search(loaded, hinted.steps, false);
  if (!strict) return { result: 'expected' };
  if (!search(loaded, hinted.steps, true)) return { result: 'filled' };
  const asksJava =
    loaded.java || hinted.steps.some(({ vars }) => vars && /\bnew |^\w+$/.test(vars[1]) && !isPlain(vars[1]));
  return { result: asksJava ? 'java' : 'otherwise', ...strict };
}

/** Tries readings until one goes as expected; otherwise the failure of the one that came furthest. */
function search(loaded: Loaded, steps: readonly HintedStep[], fill: boolean): Failure | undefined {
  const open: number[][] = [[]];
  let furthest = { step: -1, reason: '' };
  for (let tried = 0, choices = open.pop(); choices && tried < mostReadings; tried += 1, choices = open.pop()) {
    const reading = new Reading(loaded, steps, choices, fill);
    const failure = reading.play();
    if (!failure) return undefined;
    if (failure.step > furthest.step) furthest = failure;
    const taken = reading.taken;
    for (let at = choices.length; at < taken.length; at += 1) {
      const path = taken.slice(0, at).map(({ chosen }) => chosen);
      for (let other = (taken[at]?.of ?? 1) - 1; other > 0; other -= 1) open.push([...path, other]);
    }
  }
  return furthest;
}

/** Work that a file hands to Java: classes, beans, listeners, external workers. */
const javaWork =
  /(?:camunda|activiti|flowable):(?:class|delegateExpression|expression|connector|executionListener|taskListener|type)\b|camunda:\w+Listener/;

interface Loaded {
  readonly java: boolean;
  readonly model: RouteModel;
  readonly graphs: ReadonlyMap<string, RouteGraph>;
}

/** The processes of all files together; the first file is the one that the test begins with. */
async function load(material: Material, { file, steps }: HintedCase): Promise<Loaded | { reason: string }> {
  const graphs = new Map<string, RouteGraph>();
  const models: RouteModel[] = [];
  let java = false;
  const started = steps.find(({ start }) => start !== undefined)?.start;
  for (const path of file) {
    const xml = material.read(path);
    java ||= javaWork.test(xml);
    const parsed = await parseRoute(xml);
    if ('problems' in parsed) return { reason: parsed.problems[0]?.message ?? 'unreadable' };
    const world = new World({ model: parsed.model, facts: { document: null, card: {} } });
    const [problem] = world.compile();
    if (problem) return { reason: `${problem.element ?? ''}: ${problem.message}` };
    for (const [process, graph] of world.processes) graphs.set(process, graph);
    models.push(parsed.model);
  }
  const model = models.find(({ processes }) => processes.some(({ id }) => id === started)) ?? models[0];
  return model ? { model, graphs, java } : { reason: 'there is no file' };
}

type Failure = { readonly step: number; readonly reason: string };

/** One reading of a list: wherever it leaves something open, the next of `choices` is taken, or the first possibility. */
class Reading {
  readonly taken: { chosen: number; of: number }[] = [];
  private readonly world: World;
  private variables: Record<string, unknown> = {};
  /** Steps that have been taken together with the one before. */
  private ahead = 0;
  private named: string | undefined;
  /** Whether the last thing done was refused, or ended in an incident: what other engines throw an exception for. */
  private failed = false;

  constructor(
    { model, graphs }: Loaded,
    private readonly steps: readonly HintedStep[],
    private readonly choices: readonly number[],
    private readonly fill: boolean,
  ) {
    this.world = new World({ model, graphs, facts: { document: null, card: {} } });
  }

  play(): Failure | undefined {
    for (const [index, step] of this.steps.entries()) {
      if (this.ahead > 0) {
        this.ahead -= 1;
        continue;
      }
      const reason = this.takeOrFill(step, this.steps.slice(index + 1));
      if (reason !== null) return { step: index, reason };
    }
    return undefined;
  }

  /** What a step asks for may only be so after an event that the pattern has not read; then the event comes. */
  private takeOrFill(step: HintedStep, rest: readonly HintedStep[]): string | null {
    let reason = this.take(step, rest);
    const isDone = step.start ?? step.start_msg ?? step.message ?? step.signal;
    if (!this.fill || isDone !== undefined) return reason;
    for (let times = 0; reason !== null && times < mostTurns && this.triggerWaiting(); times += 1)
      reason = this.take(step, rest);
    return reason;
  }

  private triggerWaiting(): boolean {
    const waiting = this.world.runs.flatMap((run) =>
      Object.values(run.state.instances).flatMap(({ element, route, loop }) => {
        const node = this.world.node(run, element, route);
        return !loop && (node?.kind === 'receive' || node?.kind === 'catch') ? [element] : [];
      }),
    );
    return waiting.map((element) => this.world.trigger(element)).includes(null);
  }

  private take(step: HintedStep, rest: readonly HintedStep[]): string | null {
    if (step.vars) {
      this.variables[step.vars[0]] = literal(step.vars[1]);
      return null;
    }
    const asked = this.ask(step);
    if (asked !== undefined) return asked;
    if (step.start !== undefined || step.complete !== undefined) this.lookAhead(rest);
    const before = this.incidents();
    const problem = this.act(step);
    this.failed = problem !== null || this.incidents() > before;
    return problem !== null && rest[0]?.expect_exception === undefined ? problem : null;
  }

  /** Variables in the arguments of a call are read after the call itself, as those set after it are. */
  private lookAhead(rest: readonly HintedStep[]): void {
    const after = rest.findIndex(({ vars }) => !vars);
    const count = after < 0 ? rest.length : after;
    if (count === 0 || this.choose(2) === 1) return;
    for (const { vars } of rest.slice(0, count)) if (vars) this.variables[vars[0]] = literal(vars[1]);
    this.ahead = count;
  }

  /** Tasks of people and of workers; what only waits for a message is none. */
  private open(): OpenTask[] {
    return this.world.openTasks().filter(({ node }) => node.kind !== 'receive');
  }

  private incidents(): number {
    return this.world.runs.reduce((sum, { state }) => sum + Object.keys(state.incidents).length, 0);
  }

  /** What a step asks for: null where it is so, undefined where the step does something. */
  private ask(step: HintedStep): string | null | undefined {
    const open = this.open();
    const wanted = step.expect_task_name ?? step.expect_task_key;
    if (wanted !== undefined) {
      this.named = wanted;
      const found = open.some(({ node }) => node.id === wanted || node.name === wanted);
      return found ? null : `"${wanted}" is not open; open: ${open.map(({ node }) => node.id).join(', ')}`;
    }
    if (step.expect_task_count !== undefined) {
      // a count may be of all tasks, or of those of one element
      const counts = [open.length, ...elements(open).map((id) => open.filter(({ node }) => node.id === id).length)];
      const count = Number(step.expect_task_count);
      return counts.includes(count) ? null : `${count} tasks expected, ${open.length} open`;
    }
    if (step.expect_ended !== undefined) {
      const last = this.world.runs.at(-1);
      return last?.state.status === 'active' ? `it goes on at ${open.map(({ node }) => node.id).join(', ')}` : null;
    }
    if (step.expect_exception !== undefined) return this.failed ? null : 'nothing fails';
    return step.expect_active_ids === undefined && step.clock === undefined ? undefined : null;
  }

  private act(step: HintedStep): string | null {
    const { world } = this;
    if (step.complete !== undefined) return this.complete(step.complete);
    if (step.run_jobs !== undefined) return this.runJobs();
    const variables = this.given();
    if (step.start !== undefined) {
      if (!world.processes.has(step.start)) return `there is no process "${step.start}"`;
      return world.start(step.start, { variables });
    }
    if (step.start_msg !== undefined) return world.message(step.start_msg, undefined, variables);
    if (step.message !== undefined) return world.message(step.message, undefined, variables);
    return world.signal(step.signal ?? '', variables);
  }

  private given(): Record<string, unknown> {
    const given = this.variables;
    this.variables = {};
    return given;
  }

  private choose(of: number): number {
    const chosen = Math.min(this.choices[this.taken.length] ?? 0, of - 1);
    this.taken.push({ chosen, of });
    return chosen;
  }

  private runJobs(): string | null {
    const firing = this.choose(3);
    if (firing === 0) this.world.fireNext();
    let left = firing === 1 ? mostTurns : 0;
    while (left > 0 && this.world.fireNext()) left -= 1;
    return null;
  }

  private complete(text: string): string | null {
    const open = this.open();
    const [, name, count = '1'] = /^"([^"]*)"(?:, (\d+))?/.exec(text) ?? [];
    const [, variable, value = ''] = /^"[^"]*", "(\w+)", (.*)$/.exec(text) ?? [];
    if (variable !== undefined) this.variables[variable] = literal(value);
    const variables = this.given();
    if (name !== undefined) {
      const meant = open.filter(({ node }) => node.name === name || node.id === name).slice(0, Number(count));
      if (meant.length < Number(count)) return `"${name}" is open ${meant.length} times, not ${count}`;
      return this.completeAll(meant, variables);
    }
    const ways = this.waysToComplete(open, text);
    if (ways.length === 0) return 'nothing is open to be completed';
    const way = ways[this.choose(ways.length + 1)];
    return way ? this.completeAll(way, variables) : this.completeOnAndOn(variables);
  }

  /** Which tasks may be meant: the one that was asked for, the first of each element, all of them (in a loop of the test). */
  private waysToComplete(open: readonly OpenTask[], text: string): OpenTask[][] {
    const place = /get\((\d+)\)/.exec(text)?.[1];
    const named = open.find(({ node }) => node.id === this.named || node.name === this.named);
    const each = elements(open).flatMap((id) => open.find(({ node }) => node.id === id) ?? []);
    const nth = place === undefined ? undefined : open[Number(place)];
    const single = [named, nth, ...each].flatMap((task) => (task ? [[task]] : []));
    return open.length > 1 ? [...single, [...open]] : single;
  }

  /** A loop of the test: all that is open, again and again as long as the same is open. */
  private completeOnAndOn(variables: Record<string, unknown>): string | null {
    const first = elements(this.open()).join();
    for (let times = 0; times < mostTurns && elements(this.open()).join() === first; times += 1) {
      const problem = this.completeAll(this.open(), variables);
      if (problem !== null) return problem;
    }
    return null;
  }

  private completeAll(tasks: readonly OpenTask[], variables: Record<string, unknown>): string | null {
    for (const { run, instance, node } of tasks) {
      const done =
        node.kind === 'action'
          ? this.world.send(run, { type: 'action-done', at: this.world.now, instance: instance.id, variables })
          : this.world.send(run, { type: 'complete', at: this.world.now, instance: instance.id, variables });
      if (done !== null) return done;
    }
    return null;
  }
}

function elements(open: readonly OpenTask[]): string[] {
  return [...new Set(open.map(({ node }) => node.id))];
}

function isPlain(text: string): boolean {
  return literal(text) !== text;
}

/** A value written in Java, as far as it is a plain one; its text where it is not. */
function literal(text: string): unknown {
  const trimmed = text.trim().replace(/[lLdf]$/, '');
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  if (trimmed === 'null') return null;
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(text.trim());
  if (quoted) return quoted[1];
  const list = /(?:asList|List\.of)\((.*?)\)?$/.exec(trimmed);
  return list ? (list[1] ?? '').split(',').map((part) => literal(part)) : text;
}
