import { readFileSync } from 'node:fs';
import { parseStream } from '../definition/parse-stream.js';
import type { CheckOptions } from './check-values.js';
import { compileCard } from './compile-card.js';

function requests() {
  const result = parseStream(readFileSync('streams/sales/requests.yaml', 'utf8'), 'sales/requests.yaml');
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.definition.definition;
}

describe('conditions of fields', () => {
  const service = compileCard({
    ...requests(),
    initial: 'new',
    fields: [
      { key: 'kind', type: 'text', name: 'Kind' },
      { key: 'device', type: 'text', name: 'Device', visibleWhen: 'kind = "service"', required: true },
      { key: 'serial', type: 'text', name: 'Serial number', visibleWhen: 'device != null', default: 'none' },
      { key: 'length', type: 'computed', name: 'Length', expression: 'string length(device)', result: 'number' },
      { key: 'solution', type: 'longtext', name: 'Solution', requiredWhen: 'status = "done" and kind = "service"' },
    ],
  });
  const codes = (input: unknown, options: CheckOptions) =>
    service.check(input, options).problems.map(({ path, code }) => `${path} ${code}`);

  it('asks for a field, and takes one, only while it belongs on the card', () => {
    expect(codes({ kind: 'order' }, { mode: 'register' })).toEqual([]);
    expect(codes({ kind: 'service' }, { mode: 'register' })).toEqual(['fields.device required']);
    expect(codes({ kind: 'order', device: 'saw' }, { mode: 'register' })).toEqual(['fields.device hidden-field']);
    expect(service.check({ kind: 'service', device: 'saw' }, { mode: 'register' }).values).toEqual({
      ...{ kind: 'service', device: 'saw', serial: 'none', length: 3 },
    });
    expect(service.demands({ kind: 'order' }, 'new')).toEqual({
      hidden: new Set(['device', 'serial']),
      required: new Set(),
    });
  });

  it('empties what an edit hides, one after the other, and nothing that was hidden before', () => {
    const previous = { kind: 'service', device: 'saw', serial: '7' };
    expect(service.check({ kind: 'order' }, { mode: 'edit', previous })).toEqual({
      values: { kind: 'order' },
      problems: [],
    });
    const old = { kind: 'order', device: 'saw' };
    expect(service.check({ kind: 'question' }, { mode: 'edit', previous: old }).values).toEqual({
      ...{ kind: 'question', device: 'saw', length: 3 },
    });
  });

  it('asks for more in a status; an edit is held up only where it brings the demand about', () => {
    const previous = { kind: 'service', device: 'saw' };
    const edit = { mode: 'edit', previous } as const;
    expect(service.asksStatus).toBe(true);
    expect(codes({}, { ...edit, previousStatus: 'new', status: 'done' })).toEqual(['fields.solution required']);
    expect(codes({}, { ...edit, previousStatus: 'done', status: 'done' })).toEqual([]);
    expect(codes({ solution: ' ' }, { ...edit, previousStatus: 'done', status: 'done' })).toHaveLength(1);
    expect(codes({ kind: 'service' }, { mode: 'edit', previous: {}, status: 'new' })).toEqual([
      'fields.device required',
    ]);
    expect(codes({ solution: 'oiled' }, { ...edit, previousStatus: 'new', status: 'done' })).toEqual([]);
  });
});
