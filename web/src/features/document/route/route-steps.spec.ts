import type { Assignment } from '../../../assignments/assignments.ts';
import type { Run } from '../../../routes/runs.ts';
import { firstRun, routeSteps } from './route-steps.ts';

const at = (minute: number) => `2026-03-02T10:${String(minute).padStart(2, '0')}:00.000Z`;
const asked = (id: string, more: Partial<Assignment>) =>
  ({ id, run: 'r', state: 'ready', issuedAt: at(0), outcomes: [], candidates: [], ...more }) as Assignment;
const run = (more: Partial<Run>) =>
  ({ id: 'r', elements: [], incidents: [], active: [], timers: [], next: [], ...more }) as unknown as Run;
const told = (given: Run, assignments: readonly Assignment[]) =>
  routeSteps(given, assignments).map((step) => {
    if ('assignment' in step) return `${step.kind} ${step.assignment.id}`;
    return step.kind === 'next' ? `next ${step.names.join('|')}` : `${step.kind} ${step.name}`;
  });

describe('a run as people tell it', () => {
  it('tells decisions in the order in which they were made, then who has it, then what comes', () => {
    const assignments = [
      asked('open', { issuedAt: at(5) }),
      asked('second', { state: 'completed', issuedAt: at(1), closedAt: at(4) }),
      asked('first', { state: 'completed', issuedAt: at(2), closedAt: at(3) }),
      asked('other run', { run: 'x' }),
      asked('part of it', { parent: 'open' }),
    ];
    const next = [
      { element: 'b', name: 'Sign' },
      { element: 'c', name: 'Revise' },
    ];
    expect(told(run({ next }), assignments)).toEqual(['done first', 'done second', 'now open', 'next Sign|Revise']);
  });

  it('leaves out what was withdrawn, and marks decisions that do not hold any more', () => {
    const assignments = [
      asked('withdrawn', { state: 'exited', closedAt: at(1) }),
      asked('lapsed', { state: 'completed', closedAt: at(2), lapsedAt: at(3) }),
      asked('failed', { state: 'failed', closedAt: at(4) }),
    ];
    expect(told(run({}), assignments)).toEqual(['ended lapsed', 'ended failed']);
  });

  it('says what it waits for where that is nobody, and what went wrong, once', () => {
    const active = (element: string, assignments: Assignment[]) => ({
      ...{ instance: element, element, name: element, since: at(0), assignments },
    });
    const given = run({
      active: [active('timer', []), active('broken', []), active('person', [asked('a', {})])],
      timers: [{ timer: 't1', element: 'timer', dueAt: at(9) }],
      incidents: [{ id: 'i', instance: 'broken', element: 'broken', message: 'no template', since: at(0) }],
      elements: [{ element: 'broken', name: 'Generate', state: 'incident', times: 0, since: at(0), people: [] }],
    });
    expect(told(given, [asked('a', {})])).toEqual(['incident Generate', 'now a', 'waiting timer']);
    expect(routeSteps(given, [])).toContainEqual(expect.objectContaining({ kind: 'waiting', until: at(9) }));
  });

  it('looks first at the newest run that goes on', () => {
    const runs = [{ state: 'completed' }, { state: 'running' }, { state: 'running' }];
    expect(firstRun(runs)).toBe(runs[1]);
    expect(firstRun([{ state: 'cancelled' }, { state: 'completed' }])).toEqual({ state: 'cancelled' });
    expect(firstRun([])).toBeUndefined();
  });
});
