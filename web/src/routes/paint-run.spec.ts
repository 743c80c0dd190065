import { calledRoutes, drawingNow, paintingOf } from './paint-run.ts';
import type { Run } from './runs.ts';

type Element = Run['elements'][number];
const anna = { id: 'a', login: 'anna', name: 'Anna' };
const element = (id: string, more: Partial<Element> = {}): Element => ({
  ...{ element: id, name: id, state: 'done', times: 1, since: '2026-01-01T10:00:00Z', people: [] },
  ...more,
});

describe('what a drawing shows of a run', () => {
  const elements = [
    element('ask', { times: 2, people: [anna] }),
    element('call', { state: 'active' }),
    element('inner', { route: 'sub', state: 'active', people: [anna] }),
    element('broken', { state: 'incident' }),
  ];
  const flows = [
    { flow: 'f', times: 1 },
    { flow: 'g', route: 'sub', times: 1 },
  ];

  it('is only what belongs to it', () => {
    const main = paintingOf({ elements, flows });
    expect([...main.progress]).toEqual([
      ['ask', 'done'],
      ['call', 'active'],
      ['broken', 'incident'],
    ]);
    expect([...main.taken]).toEqual(['f']);
    expect([...main.times]).toEqual([['ask', 2]]);
    expect(main.holders).toEqual([]);
    expect(paintingOf({ elements, flows }, 'sub').holders).toEqual([
      { element: 'inner', names: ['Anna'], since: '2026-01-01T10:00:00Z' },
    ]);
  });

  it('is first that in which somebody has it', () => {
    expect(calledRoutes({ elements })).toEqual(['sub']);
    expect(drawingNow({ elements })).toBe('sub');
    expect(drawingNow({ elements: [...elements, element('b', { state: 'active', people: [anna] })] })).toBeUndefined();
    expect(drawingNow({ elements: [element('a')] })).toBeUndefined();
  });
});
