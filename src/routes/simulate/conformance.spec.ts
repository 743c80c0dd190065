import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRoute } from '../model/parse-route.js';
import type { ModelNode, ModelScope, RouteModel } from '../model/route-model.js';
import { simulate } from './simulate.js';
import type { SimulationResult } from './simulate.js';
import { World } from './world.js';

const folder = join(process.cwd(), '..', 'shared', 'conformance');
const present = existsSync(join(folder, 'bpmn', 'expected.json'));

interface Step {
  readonly do: 'choose' | 'trigger' | 'signal' | 'wait_at' | 'expect_trace';
  readonly element?: string;
  readonly gateway?: string;
  readonly active_outgoing?: string[];
  readonly visited?: string[];
}
interface Case {
  readonly file: string;
  readonly case: string;
  readonly tier: string;
  readonly steps: Step[];
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const cases: Case[] = present ? (JSON.parse(read('bpmn/expected.json')) as Case[]) : [];
const semantic = cases.filter(({ tier }) => tier === 'semantic');

async function modelOf(path: string): Promise<RouteModel> {
  const parsed = await parseRoute(read(path));
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.model;
}

/**
 * What was left, in any order: completed elements, message flows, processes, and activities that a boundary event or an event
 * sub-process ended. The simulator does not report what else such an event ended, so that is left out here.
 */
function exits(world: World, from: number): string[] {
  const entries = world.trail.slice(from);
  const ended = entries.flatMap(({ event, element }, index) => {
    if (event === 'completed' || event === 'finished') return [element];
    if (event === 'taken') return world.model.messageFlows.some(({ id }) => id === element) ? [element] : [];
    if (event !== 'cancelled') return [];
    const next = entries.slice(index + 1).find((entry) => entry.event === 'entered');
    const host = world.model.processes.flatMap(allNodes).find(({ id }) => id === next?.element)?.attachedTo;
    return host === element ? [element] : [];
  });
  return ended.sort();
}

function allNodes(scope: ModelScope): ModelNode[] {
  return scope.nodes.flatMap((node) => [node, ...(node.scope ? allNodes(node.scope) : [])]);
}

/** The simulator names a pool where we name its process, and in places the sequence flows or the plane of a sub-process. */
function expected(model: RouteModel, visited: readonly string[]): string[] {
  const flows = new Set(model.processes.flatMap(allFlows));
  return visited
    .filter((id) => !flows.has(id))
    .map((id) => model.participants.find((participant) => participant.id === id)?.process ?? id.replace(/_plane$/, ''))
    .sort();
}

function allFlows(scope: ModelScope): string[] {
  return [
    ...scope.flows.map(({ id }) => id),
    ...scope.nodes.flatMap((node) => (node.scope ? allFlows(node.scope) : [])),
  ];
}

describe('bpmn-js-token-simulation', () => {
  if (!present) {
    test.skip(`no conformance material at ${folder}`, () => undefined);
    return;
  }
  test.each(semantic.map((entry) => [entry.case, entry] as const))('%s', async (_name, entry) => {
    const model = await modelOf(entry.file);
    const hold = new Set(entry.steps.flatMap((step) => (step.do === 'wait_at' && step.element ? [step.element] : [])));
    const world = new World({ model, hold, facts: { document: null, card: {} } });
    expect(world.compile()).toEqual([]);
    let from = 0;
    for (const step of entry.steps) {
      if (step.do === 'choose') expect(world.choose(step.gateway ?? '', step.active_outgoing ?? [])).toEqual([]);
      else if (step.do === 'trigger' || step.do === 'signal') expect(world.trigger(step.element ?? '')).toBeNull();
      else if (step.do === 'expect_trace') {
        expect(exits(world, from)).toEqual(expected(model, step.visited ?? []));
        from = world.trail.length;
      }
    }
  });
});

describe('models of other engines and tools', () => {
  if (!present) {
    test.skip(`no conformance material at ${folder}`, () => undefined);
    return;
  }
  const models = (source: string): string[] =>
    readdirSync(join(folder, 'bpmn', source), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(bpmn2?|xml)$/.test(path))
      .map((path) => join('bpmn', source, path));

  test.each(['camunda7', 'flowable', 'jbpm', 'bpmn-elements', 'miwg'])(
    '%s: each file steps, or is refused with what is wrong named',
    async (source) => {
      for (const path of models(source)) {
        const { lines, exitCode } = await simulate(read(path), { auto: true, steps: [] });
        const last = lines.at(-1) as SimulationResult;
        expect([path, last.result, exitCode]).toEqual([
          path,
          last.result,
          { finished: 0, waiting: 0, incident: 1, refused: 2 }[last.result],
        ]);
        if (exitCode === 0) continue;
        expect([path, last.problems?.length ?? 0]).not.toEqual([path, 0]);
        for (const { element, message } of last.problems ?? []) {
          // only what concerns the file as a whole has no element
          const whole = /BPMN 2\.0 file|document types|does not contain/.test(message);
          expect([path, message, element !== null || whole]).toEqual([path, message, true]);
        }
      }
    },
    120_000,
  );
});
