import { compileRoute } from '../compile/compile-route.js';
import type { GraphNode, RouteGraph } from '../compile/route-graph.js';
import type { Facts, RouteCommand, RouteEvent, RouteLibrary, TrailEntry } from '../engine/protocol.js';
import { initialState } from '../engine/state.js';
import type { RunState } from '../engine/state.js';
import { step } from '../engine/step.js';
import type { RouteModel, RouteProblem } from '../model/route-model.js';
import { Alarms } from './alarms.js';
import { after, clockStart } from './clock.js';
import type { OpenTask, SimulatedRun, Surroundings } from './surroundings.js';

/** Most deliveries that may follow from one step, against pools that answer each other for ever. */
const maxDeliveries = 1_000;

/**
 * The processes of one file, their runs, a clock and the post between them: what the engine leaves to its surroundings.
 * Messages go along message flows, else by name; signals to everybody.
 */
export class World {
  readonly runs: SimulatedRun[] = [];
  readonly trail: TrailEntry[] = [];
  readonly completedTasks: string[] = [];
  now = clockStart;
  readonly model: Surroundings['model'];
  private readonly hold: ReadonlySet<string>;
  private facts: Facts;
  private readonly graphs = new Map<string, RouteGraph>();
  private readonly choices = new Map<string, readonly string[]>();
  private readonly alarms = new Alarms();
  private readonly post: (() => void)[] = [];
  private working = false;

  constructor(private readonly surroundings: Surroundings) {
    const { model, hold, facts, graphs } = surroundings;
    this.model = model;
    this.facts = facts;
    // a task that a message flow leads to waits for it
    this.hold = new Set([...(hold ?? []), ...model.messageFlows.map(({ target }) => target)]);
    for (const [process, graph] of graphs ?? []) this.graphs.set(process, graph);
  }

  /** Compiles the processes; those that cannot be are problems. */
  compile(): RouteProblem[] {
    return this.model.processes.flatMap((process) => {
      if (process.nodes.length === 0) return [];
      const compiled = compileRoute(this.model as RouteModel, {
        process: process.id,
        lenient: true,
        hold: this.hold,
        choose: this.choices,
      });
      if ('problems' in compiled) return compiled.problems;
      this.graphs.set(process.id, compiled.graph);
      return [];
    });
  }

  choose(gateway: string, flows: readonly string[]): RouteProblem[] {
    this.choices.set(gateway, flows);
    return this.compile();
  }

  get processes(): ReadonlyMap<string, RouteGraph> {
    return this.graphs;
  }

  libraryOf(process: string): RouteLibrary {
    const main = this.graphs.get(process);
    if (!main) throw new Error(`process ${process} is not compiled`);
    return { main, called: new Map([...(this.surroundings.library ?? []), ...this.graphs]) };
  }

  /** Begins a new run; the message says why not. */
  start(
    process: string,
    event: { startEvent?: string; message?: string; variables?: Readonly<Record<string, unknown>> },
  ): string | null {
    const run: SimulatedRun = { process, state: initialState() };
    this.runs.push(run);
    const problem = this.send(run, { type: 'start', at: this.now, ...event });
    if (problem !== null) this.runs.splice(this.runs.indexOf(run), 1);
    return problem;
  }

  /** Lets an event happen to a run and carries out what follows; the message says why it was refused. */
  send(run: SimulatedRun, event: RouteEvent): string | null {
    const library = this.libraryOf(run.process);
    const before = run.state;
    const result = step(library, before, { ...event, facts: this.facts });
    if ('refused' in result) return result.refused.message;
    run.state = result.state;
    this.trail.push(...result.trail);
    this.noteTasks(run, before, result.trail);
    for (const { event, element } of result.trail) if (event === 'completed') this.postAlongFlows(element);
    for (const command of result.commands) this.carryOut(run, command);
    this.deliver();
    return null;
  }

  private noteTasks(run: SimulatedRun, before: RunState, trail: readonly TrailEntry[]): void {
    for (const { event, instance, element, route, name } of trail) {
      if (event !== 'completed' || instance === undefined || !(instance in before.instances)) continue;
      const node = this.node(run, element, route);
      if (node?.kind === 'user' || (node?.kind === 'receive' && (node.message === undefined || this.hold.has(node.id))))
        this.completedTasks.push(name ?? element);
    }
  }

  node(run: SimulatedRun, element: string, route?: string): GraphNode | undefined {
    const { main, called } = this.libraryOf(run.process);
    return (route === undefined ? main : called.get(route))?.nodes.get(element);
  }

  private carryOut(run: SimulatedRun, command: RouteCommand): void {
    if (command.type === 'set-timer') {
      this.alarms.add(run, command.timer, command.from ?? this.now, command.due);
    } else if (command.type === 'clear-timer') {
      this.alarms.clear(run, command.timer);
    } else if (command.type === 'throw-signal') this.post.push(() => this.signal(command.name, command.variables, run));
    else if (command.type === 'run-action') this.answer(run, command);
    else if (command.type === 'throw-message') this.postByName(run, command);
  }

  private answer(
    run: SimulatedRun,
    { instance, element, action }: Extract<RouteCommand, { type: 'run-action' }>,
  ): void {
    const { results, onAction } = this.surroundings;
    onAction?.(action);
    if (!results) return;
    const result = results[element] ?? results[action];
    this.post.push(() =>
      this.send(run, { type: 'action-done', at: this.now, instance, ...(result === undefined ? {} : { result }) }),
    );
  }

  /** Changes fields of the card; conditional events are looked at again. */
  changeCard(fields: Readonly<Record<string, unknown>>): void {
    this.facts = { ...this.facts, card: { ...this.facts.card, ...fields } };
    for (const run of this.runs)
      if (run.state.status === 'active') this.send(run, { type: 'facts-changed', at: this.now });
  }

  private deliver(): void {
    if (this.working) return;
    this.working = true;
    let count = 0;
    for (let letter = this.post.shift(); letter && count < maxDeliveries; letter = this.post.shift()) {
      letter();
      count += 1;
    }
    this.post.length = 0;
    this.working = false;
  }

  /** Whatever has an outgoing message flow sends when it completes. */
  private postAlongFlows(element: string): void {
    for (const { id, source } of this.model.messageFlows)
      if (source === element) this.post.push(() => this.messageFlow(id));
  }

  private postByName(run: SimulatedRun, command: Extract<RouteCommand, { type: 'throw-message' }>): void {
    if (command.name === '' || this.model.messageFlows.some(({ source }) => source === command.element)) return;
    this.post.push(() => this.message(command.name, command.key, command.variables, run));
  }

  /** Something comes along a message flow: its target is triggered, or begun. False where nothing waits there. */
  messageFlow(id: string): boolean {
    const flow = this.model.messageFlows.find((candidate) => candidate.id === id);
    if (!flow) return false;
    this.trail.push({
      at: this.now,
      event: 'taken',
      element: flow.id,
      ...(flow.name === undefined ? {} : { name: flow.name }),
    });
    const participant = this.model.participants.find((candidate) => candidate.id === flow.target);
    if (participant) return true;
    return this.trigger(flow.target) === null;
  }

  /** Gives a message to the first run that waits for it, else to a start event. */
  message(
    name: string,
    key: unknown,
    variables: Readonly<Record<string, unknown>> | undefined,
    except?: SimulatedRun,
  ): string | null {
    const more = { ...(key === undefined ? {} : { key }), ...(variables ? { variables } : {}) };
    for (const run of this.runs) {
      if (run === except || run.state.status !== 'active') continue;
      if (this.send(run, { type: 'message', at: this.now, name, ...more }) === null) return null;
    }
    for (const [process, graph] of this.graphs) {
      const begins = graph.root.starts.some(({ trigger }) => trigger.type === 'message' && trigger.name === name);
      if (begins) return this.start(process, { message: name, ...(variables ? { variables } : {}) });
    }
    return `nothing waits for the message ${name}`;
  }

  /** Gives a signal to everything that waits for it or begins with it. */
  signal(name: string, variables: Readonly<Record<string, unknown>> | undefined, except?: SimulatedRun): string | null {
    let reached = 0;
    for (const run of [...this.runs]) {
      if (run === except || run.state.status !== 'active') continue;
      if (this.send(run, { type: 'signal', at: this.now, name, ...(variables ? { variables } : {}) }) === null)
        reached += 1;
    }
    for (const [process, graph] of this.graphs) {
      for (const start of graph.root.starts) {
        if (start.trigger.type !== 'signal' || start.trigger.name !== name) continue;
        if (this.start(process, { startEvent: start.id }) === null) reached += 1;
      }
    }
    return reached > 0 ? null : `nothing waits for the signal ${name}`;
  }

  /** Fires the event, completes the task or begins the start event of that id or name. */
  trigger(target: string, variables?: Readonly<Record<string, unknown>>): string | null {
    const more = variables ? { variables } : {};
    for (const run of this.runs) {
      for (const instance of Object.values(run.state.instances)) {
        for (const element of this.elementsNamed(run, target, instance.route)) {
          const event: RouteEvent = { type: 'trigger', at: this.now, instance: instance.id, element, ...more };
          if (this.send(run, event) === null) return null;
        }
      }
    }
    const task = this.openTasks().find(({ node }) => node.id === target || node.name === target);
    if (task) return this.send(task.run, { type: 'complete', at: this.now, instance: task.instance.id, ...more });
    if (this.adHoc(target)) return null;
    for (const [process, graph] of this.graphs) {
      const start = graph.root.starts.find(({ id, name }) => id === target || name === target);
      if (start) return this.start(process, { startEvent: start.id, ...more });
      if (graph.root.implicitStarts.includes(target) && graph.root.starts.length === 0)
        return this.start(process, more);
    }
    return this.model.messageFlows.some(({ id }) => id === target) && this.messageFlow(target)
      ? null
      : `nothing waits at ${target}`;
  }

  /** Begins a task of an ad-hoc sub-process that is under way, or closes the sub-process itself. */
  private adHoc(target: string): boolean {
    for (const run of this.runs) {
      for (const instance of Object.values(run.state.instances)) {
        const node = this.node(run, instance.element, instance.route);
        if (node?.kind !== 'scope' || node.variant !== 'ad-hoc' || instance.loop) continue;
        if (node.id === target || node.name === target) {
          return this.send(run, { type: 'complete', at: this.now, instance: instance.id }) === null;
        }
        for (const element of this.elementsNamed(run, target, instance.route)) {
          if (this.send(run, { type: 'activate', at: this.now, instance: instance.id, element }) === null) return true;
        }
      }
    }
    return false;
  }

  private elementsNamed(run: SimulatedRun, target: string, route: string | undefined): string[] {
    const { main, called } = this.libraryOf(run.process);
    const graph = route === undefined ? main : called.get(route);
    if (!graph || graph.nodes.has(target)) return graph ? [target] : [];
    return [...graph.nodes.values()].filter(({ name }) => name === target).map(({ id }) => id);
  }

  /** Tasks that wait for a person, in the order of issue. */
  openTasks(): OpenTask[] {
    return this.runs.flatMap((run) =>
      Object.values(run.state.instances).flatMap((instance): OpenTask[] => {
        const node = this.node(run, instance.element, instance.route);
        if (!node || instance.loop || instance.state !== 'active') return [];
        const open =
          node.kind === 'user' ||
          (node.kind === 'action' && node.action !== undefined) ||
          (node.kind === 'receive' && (node.message === undefined || this.hold.has(node.id)));
        return open ? [{ run, instance, node }] : [];
      }),
    );
  }

  /** Moves the clock to the timer that is due next, by `until`, and fires it. False where none is. */
  fireNext(until = Number.POSITIVE_INFINITY): boolean {
    const next = this.alarms.next(until);
    if (!next) return false;
    this.now = Math.max(this.now, next.due);
    this.send(next.run, { type: 'timer', at: this.now, timer: next.timer });
    return true;
  }

  /** Moves the clock; timers that become due on the way fire in order. False where the duration cannot be read. */
  advance(duration: string): boolean {
    const until = after(this.now, duration);
    if (until === null) return false;
    let left = maxDeliveries;
    while (left > 0 && this.fireNext(until)) left -= 1;
    this.now = until;
    return true;
  }
}
