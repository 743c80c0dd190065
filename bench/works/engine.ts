import { bpmnEngine } from '../engine/bpmn-engine.js';
import { drawings, type Drawing, type RunOnce } from '../engine/drawings.js';
import { ownEngine } from '../engine/own-engine.js';
import type { Work } from '../frame/bench.js';
import { measured, type Measured } from '../frame/measured.js';
import type { Finding } from '../frame/result.js';

const warmUpMs = 400;
const measureMs = 700;
/** Each engine is measured so many times in turn, the other one before and after it. */
const repetitions = 3;

/** The pure engine, without a database, beside another engine of the same language on the same drawings. */
export const engine: Work = {
  key: 'engine',
  group: 'routes',
  title: 'steps of the pure engine beside bpmn-engine, both in this process, on the same drawings',
  async measure(bench) {
    const findings: Finding[] = [];
    for (const drawing of drawings()) {
      bench.say(`Running ${drawing.title}`);
      findings.push(await compare(drawing));
    }
    return findings;
  },
};

async function compare(drawing: Drawing): Promise<Finding> {
  const [own, other] = [await ownEngine(drawing), await bpmnEngine(drawing)];
  const [completed, alike] = [await own(), await other()];
  if (completed !== alike)
    throw new Error(`Of ${drawing.name} we completed ${completed} activities, bpmn-engine ${alike}.`);
  await stretch(own, warmUpMs, []);
  await stretch(other, warmUpMs, []);
  const [ownRuns, otherRuns]: [number[], number[]] = [[], []];
  const took = { own: 0, other: 0 };
  for (let turn = 0; turn < repetitions; turn += 1) {
    took.other += await stretch(other, measureMs, otherRuns);
    took.own += await stretch(own, measureMs, ownRuns);
  }
  return {
    name: `engine: ${drawing.title}`,
    unit: 'activities/s',
    own: activities(ownRuns, took.own, completed),
    raw: activities(otherRuns, took.other, completed),
    aim: { ratio: 100 },
  };
}

/** Runs again and again for `ms`; answers how long it took, and adds what each run took to `latencies`. */
async function stretch(run: RunOnce, ms: number, latencies: number[]): Promise<number> {
  const began = performance.now();
  for (let last = began; last - began < ms;) {
    const completed = run();
    if (typeof completed !== 'number') await completed;
    const now = performance.now();
    latencies.push(now - last);
    last = now;
  }
  return performance.now() - began;
}

/** Throughput in activities; the times are those of whole runs. */
function activities(runs: readonly number[], tookMs: number, each: number): Measured {
  const whole = measured(runs, tookMs);
  return { ...whole, throughput: whole.throughput * each };
}
