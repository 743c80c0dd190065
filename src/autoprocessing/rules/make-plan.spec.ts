import type { AutoprocessingRule } from '../../streams/definition/stream-definition.js';
import { makePlan } from './make-plan.js';

const at = Date.UTC(2026, 10, 20);
const rules: AutoprocessingRule[] = [
  { name: 'Everyone', acknowledge: 'sales/receipt' },
  {
    name: 'Orders',
    when: 'kind = "order"',
    route: 'sales/order',
    variables: { due: '4 working hours' },
    set: { urgent: 'total > 100' },
  },
  { name: 'Rest', route: 'sales/other', acknowledge: 'sales/other-receipt' },
];

describe('makePlan', () => {
  it.each([
    ['order', 150, 'sales/order', { urgent: true }],
    ['order', 50, 'sales/order', { urgent: false }],
    ['question', 150, 'sales/other', {}],
  ])('takes the first route that matches a %s of %d', (kind, total, route, set) => {
    const plan = makePlan(rules, { kind, total }, at);
    expect(plan).toMatchObject({ route: { key: route }, set, acknowledge: 'sales/receipt', failures: [] });
  });

  it('passes over a rule that cannot be evaluated and says why', () => {
    const plan = makePlan(
      [{ name: 'Broken', when: 'missing > 1', route: 'sales/a' }, ...rules],
      { kind: 'question', total: 1 },
      at,
    );
    expect(plan.route?.key).toBe('sales/other');
    expect(plan.failures).toEqual([{ rule: 'Broken', message: expect.stringContaining('missing') }]);
  });

  it('lets a later rule read what an earlier one has set', () => {
    const chained: AutoprocessingRule[] = [
      { name: 'One', set: { grade: '"A"' } },
      { name: 'Two', set: { label: 'grade + "!"' } },
    ];
    expect(makePlan(chained, { grade: null }, at).set).toEqual({ grade: 'A', label: 'A!' });
  });
});
