import { drawings } from './engine/drawings.js';
import { ownEngine } from './engine/own-engine.js';
import { bpmnEngine } from './engine/bpmn-engine.js';
for (const d of drawings()) {
  if (process.argv[2] && !process.argv[2].split(',').includes(d.name)) continue;
  const out: string[] = [];
  for (const [label, make] of process.argv[3] === 'own'
    ? ([['own', ownEngine]] as const)
    : ([
        ['own', ownEngine],
        ['bpmn', bpmnEngine],
      ] as const)) {
    const run = await make(d);
    let per = 0;
    for (let i = 0; i < (label === 'own' ? 2000 : 20); i++) per = await run();
    let best = 0;
    for (let r = 0; r < Number(process.argv[4] ?? 3); r++) {
      let n = 0;
      const t = performance.now();
      while (performance.now() - t < 500) n += await run();
      best = Math.max(best, (n / (performance.now() - t)) * 1000);
    }
    out.push(`${label} ${per}/run ${best.toFixed(0)}/s`);
  }
  console.log(d.name, out.join('  '));
}
