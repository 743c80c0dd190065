import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRoute } from '../model/parse-route.js';
import type { RouteModel } from '../model/route-model.js';
import { simulate } from './simulate.js';
import type { SimulationResult } from './simulate.js';
import { constructsPage } from './testing/constructs-page.js';
import { countConstructs } from './testing/count-constructs.js';
import { Material } from './testing/material.js';
import { playHinted } from './testing/play-hinted.js';
import { playRecorded } from './testing/play-recorded.js';

const material = Material.beside(process.cwd());
const absent = `no conformance material at ${material.folder}`;

async function modelOf(path: string): Promise<RouteModel> {
  const parsed = await parseRoute(material.read(path));
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.model;
}

describe('bpmn-js-token-simulation', () => {
  if (!material.present) {
    test.skip(absent, () => undefined);
    return;
  }
  test.each(material.recorded().map((entry) => [entry.case, entry] as const))('%s', async (_name, entry) => {
    expect(playRecorded(await modelOf(entry.file), entry)).toEqual([]);
  });

  test('a record that says otherwise is told apart', async () => {
    const [entry] = material.recorded();
    if (!entry) throw new Error('there are no recorded cases');
    const turned = entry.steps.map((step) => (step.visited ? { ...step, visited: step.visited.slice(1) } : step));
    expect(playRecorded(await modelOf(entry.file), { steps: turned })).not.toEqual([]);
  });
});

describe('step lists of another engine', () => {
  if (!material.present) {
    test.skip(absent, () => undefined);
    return;
  }
  test('seven of ten go as the tests expect; nearly all others are refused, or need its Java classes', async () => {
    const lists = material.hinted();
    const results: string[] = [];
    for (const list of lists) results.push((await playHinted(material, list)).result);
    const share = (...kinds: string[]): number =>
      results.filter((result) => kinds.includes(result)).length / lists.length;
    expect(share('expected', 'filled')).toBeGreaterThan(0.7);
    expect(share('otherwise')).toBeLessThan(0.1);
  });

  test('a list that says otherwise is told apart', async () => {
    const list = material.hinted().find(({ case: name }) => name.endsWith('#testStartToEnd'));
    if (!list) throw new Error('the list is not there');
    expect(await playHinted(material, list)).toEqual({ result: 'expected' });
    const turned = { ...list, steps: [...list.steps, { expect_task_count: '1' }] };
    expect(await playHinted(material, turned)).toMatchObject({ result: 'otherwise', step: 2 });
  });
});

describe('models of other engines and tools', () => {
  if (!material.present) {
    test.skip(absent, () => undefined);
    return;
  }
  test.each(['camunda7', 'flowable', 'jbpm', 'bpmn-elements', 'miwg'])(
    '%s: each file steps, or is refused with what is wrong named',
    async (source) => {
      for (const path of material.models(source)) {
        const { lines, exitCode } = await simulate(material.read(path), { auto: true, steps: [] });
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

  const page = readFileSync(join(process.cwd(), 'docs', 'bpmn.md'), 'utf8');
  if (!page.includes(material.fingerprint())) {
    test.skip('docs/bpmn.md was written from other material; npm run docs:constructs writes it anew', () => undefined);
    return;
  }
  test('docs/bpmn.md says what a run of them gives; npm run docs:constructs writes it anew', async () => {
    expect(page).toBe(await constructsPage(await countConstructs(material)));
  }, 120_000);
});
