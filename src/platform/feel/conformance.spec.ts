import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { date, dateAndTime, duration, time } from 'feelin';
import { compileExpression, evaluate } from './expression.js';
import { toPlain } from './values.js';

interface Case {
  readonly id: string;
  readonly expression: string;
  readonly context: Record<string, unknown>;
  readonly expected: unknown;
  readonly error_result: boolean;
}

const file = join(process.cwd(), '..', 'shared', 'conformance', 'feel', 'open', 'feel-cases.json');
const present = existsSync(file);

const makers: Readonly<Record<string, (text: string) => unknown>> = {
  date,
  time,
  dateTime: dateAndTime,
  'date and time': dateAndTime,
  duration,
};

/** The kit writes temporal values as `{"@t": type, "v": text}`. */
function fromKit(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromKit);
  if (typeof value !== 'object' || value === null) return value;
  if ('@t' in value && 'v' in value) return temporal(String(value['@t']), String(value.v));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fromKit(entry)]));
}

/** What the library cannot represent (years before 1, for one) stays a text, and so fails its comparison. */
function temporal(type: string, text: string): unknown {
  try {
    return makers[type]?.(text) ?? text;
  } catch {
    return text;
  }
}

function same(actual: unknown, expected: unknown): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-8 * Math.max(1, Math.abs(expected));
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.length === expected.length && actual.every((value, index) => same(value, expected[index]));
  }
  if (typeof actual === 'object' && typeof expected === 'object' && actual !== null && expected !== null) {
    const keys = Object.keys({ ...actual, ...expected });
    return keys.every((key) =>
      same((actual as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]),
    );
  }
  return actual === expected;
}

/** Null and an error are the same in the kit's terms; here the one is a value, the other a failure. */
function passes(entry: Case): boolean {
  const context = fromKit(entry.context) as Record<string, unknown>;
  const compiled = compileExpression(entry.expression, context);
  const result =
    'problem' in compiled
      ? { failure: compiled.problem }
      : evaluate(compiled.expression, context, { at: Date.UTC(2026, 0, 5) });
  const value = 'failure' in result ? null : result.value;
  return same(value, entry.error_result ? null : toPlain(fromKit(entry.expected)));
}

describe('DMN test kit', () => {
  if (!present) {
    test.skip(`no conformance material at ${file}`, () => undefined);
    return;
  }
  test('at least 90 of 100 expressions give the expected value', () => {
    const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[];
    const failed = cases.filter((entry) => !passes(entry));
    expect(1 - failed.length / cases.length).toBeGreaterThan(0.9);
  });
});
