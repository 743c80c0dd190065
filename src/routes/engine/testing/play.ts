import { compileRoute } from '../../compile/compile-route.js';
import type { RouteGraph } from '../../compile/route-graph.js';
import { parseRoute } from '../../model/parse-route.js';
import { activeElements } from '../active-elements.js';
import type { RouteCommand, RouteEvent, RouteLibrary, TrailEntry } from '../protocol.js';
import { initialState } from '../state.js';
import type { RunState } from '../state.js';
import { replay, step } from '../step.js';

const head = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="definitions" targetNamespace="t">`;

/** Compiles the content of a process; throws what is wrong with it. */
export async function graphOf(body: string, declarations = '', lenient = false): Promise<RouteGraph> {
  const parsed = await parseRoute(
    `${head}${declarations}<bpmn:process id="p" name="P" isExecutable="true">${body}</bpmn:process></bpmn:definitions>`,
  );
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const compiled = compileRoute(parsed.model, { lenient });
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.graph;
}

/** The graph of a process in which nothing is found that keeps it from being published. */
export async function checkedGraphOf(body: string, declarations = ''): Promise<RouteGraph | undefined> {
  const parsed = await parseRoute(
    `${head}${declarations}<bpmn:process id="p" name="P" isExecutable="true">${body}</bpmn:process></bpmn:definitions>`,
  );
  const compiled = 'problems' in parsed ? parsed : compileRoute(parsed.model, { publishing: true });
  return 'graph' in compiled ? compiled.graph : undefined;
}

/** A run that is played in a test: events go in by hand, and all of them are kept for a replay at the end. */
export class Play {
  state: RunState = initialState();
  commands: readonly RouteCommand[] = [];
  readonly all: RouteCommand[] = [];
  readonly trail: string[] = [];
  readonly entries: TrailEntry[] = [];
  readonly events: RouteEvent[] = [];
  private at = 0;

  constructor(
    readonly library: RouteLibrary,
    private readonly card: Record<string, unknown> = {},
  ) {}

  send(event: Record<string, unknown>): this {
    const full = { at: (this.at += 1000), facts: { document: null, card: this.card }, ...event } as RouteEvent;
    const before = JSON.stringify(this.state);
    const result = step(this.library, this.state, full);
    expect(JSON.stringify(this.state)).toBe(before);
    if ('refused' in result) throw new Error(`${result.refused.code}: ${result.refused.message}`);
    this.state = result.state;
    this.commands = result.commands;
    this.all.push(...result.commands);
    this.trail.push(...result.trail.map((entry) => `${entry.event} ${entry.element}`));
    this.entries.push(...result.trail);
    this.events.push(full);
    expect(JSON.parse(JSON.stringify(this.state))).toEqual(this.state);
    expect(replay(this.library, this.events)).toEqual(this.state);
    return this;
  }

  refusal(event: Record<string, unknown>): string {
    const result = step(this.library, this.state, { at: 0, ...event } as RouteEvent);
    return 'refused' in result ? result.refused.code : 'taken';
  }

  /** The instance that is at an element. */
  instanceAt(element: string): string {
    const found = activeElements(this.state).find((active) => active.element === element);
    if (!found) throw new Error(`nothing at ${element}; active: ${this.open.join(', ')}`);
    return found.instance;
  }

  complete(element: string, more: Record<string, unknown> = {}): this {
    return this.send({ type: 'complete', instance: this.instanceAt(element), ...more });
  }

  get open(): string[] {
    return activeElements(this.state).map(({ element }) => element);
  }

  types(): string[] {
    return this.commands.map(({ type }) => type);
  }
}

/** A sequence flow. */
export const flow = (id: string, from: string, to: string, condition?: string): string =>
  condition === undefined
    ? `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`
    : `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"><bpmn:conditionExpression>${condition}</bpmn:conditionExpression></bpmn:sequenceFlow>`;
/** A user task with a performer. */
export const task = (id: string, outcomes = ''): string =>
  `<bpmn:userTask id="${id}" name="${id}"><bpmn:extensionElements><millrace:assignment performer='post("x")'>${outcomes}</millrace:assignment></bpmn:extensionElements></bpmn:userTask>`;
/** Flows from each element to the next. */
export const chain = (...ids: string[]): string =>
  ids
    .slice(1)
    .map((id, index) => flow(`${ids[index] ?? ''}_${id}`, ids[index] ?? '', id))
    .join('');
export const start = '<bpmn:startEvent id="s"/>';
export const end = '<bpmn:endEvent id="e"/>';
/** Compiles the content of a process and makes a run of it, not started. */
export const play = async (body: string, card?: Record<string, unknown>, declarations = ''): Promise<Play> =>
  new Play({ main: await graphOf(body, declarations), called: new Map() }, card);
