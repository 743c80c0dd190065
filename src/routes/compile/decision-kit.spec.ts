import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { date, dateAndTime } from 'feelin';
import { decide } from '../conditions/decision-table.js';
import { parseRoute } from '../model/parse-route.js';
import { compileRoute } from './compile-route.js';
import { tablesOf } from './testing/dmn-tables.js';

interface Case {
  readonly id: string;
  readonly suite: string;
  readonly decision: string;
  readonly level: number;
  readonly context: Record<string, unknown>;
  readonly expected: unknown;
}

const folder = join(process.cwd(), '..', 'shared', 'conformance', 'feel', 'open');
const file = join(folder, 'dmn-cases.json');

/** The kit writes temporal values as `{"@t": type, "v": text}`. */
function fromKit(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromKit);
  if (typeof value !== 'object' || value === null) return value;
  if ('@t' in value && 'v' in value) return (value['@t'] === 'date' ? date : dateAndTime)(String(value.v));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fromKit(entry)]));
}

async function play(table: string, context: Record<string, unknown>): Promise<unknown> {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="d" targetNamespace="t"><process id="p" isExecutable="true"><startEvent id="s"/><businessRuleTask id="r"><extensionElements>${table}</extensionElements></businessRuleTask><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="r"/><sequenceFlow id="g" sourceRef="r" targetRef="e"/></process></definitions>`;
  const parsed = await parseRoute(xml);
  if ('problems' in parsed) return parsed.problems;
  const compiled = compileRoute(parsed.model, { publishing: true });
  if ('problems' in compiled) return compiled.problems;
  const node = compiled.graph.nodes.get('r');
  if (node?.kind !== 'rule' || !node.decision) return 'not compiled';
  const decided = decide(node.decision, fromKit(context) as Record<string, unknown>, Date.UTC(2026, 0, 5));
  return 'failure' in decided ? decided.failure : decided.value;
}

describe('decision tables of the DMN test kit', () => {
  if (!existsSync(file)) {
    test.skip(`no conformance material at ${file}`, () => undefined);
    return;
  }
  const cases = (JSON.parse(readFileSync(file, 'utf8')) as Case[]).flatMap((entry) => {
    const dmn = join(folder, 'dmn', `compliance-level-${entry.level}`, entry.suite, `${entry.suite}.dmn`);
    const tables = existsSync(dmn) ? tablesOf(readFileSync(dmn, 'utf8')) : [];
    const table = tables.find(({ decision }) => decision === entry.decision);
    return table ? [[entry.id, table.xml, entry] as const] : [];
  });

  test('there are cases for most hit policies', () => {
    const policies = new Set(cases.map(([, xml]) => /hitPolicy="([^"]*)"/.exec(xml)?.[1]));
    expect([...policies].sort()).toEqual([
      'ANY',
      'COLLECT',
      'COLLECT COUNT',
      'COLLECT MIN',
      'FIRST',
      'OUTPUT ORDER',
      'PRIORITY',
      'UNIQUE',
    ]);
    expect(cases.length).toBeGreaterThanOrEqual(28);
  });

  test.each(cases)('%s', async (_id, xml, entry) => {
    expect(await play(xml, entry.context)).toEqual(entry.expected);
  });
});
