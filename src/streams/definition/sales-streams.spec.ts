import { readFileSync } from 'node:fs';
import { compileExpression, evaluateCondition } from '../../platform/feel/expression.js';
import { languages } from '../../platform/languages.js';
import type { CompiledCard } from '../card/compile-card.js';
import { compileCard } from '../card/compile-card.js';
import { compileFilter } from '../filter/compile-filter.js';
import { compileSort } from '../filter/compile-sort.js';
import { parseStream } from './parse-stream.js';
import type { AutoprocessingRule } from './stream-definition.js';

function card(stream: string): CompiledCard {
  const result = parseStream(readFileSync(`streams/sales/${stream}.yaml`, 'utf8'), `sales/${stream}.yaml`);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return compileCard(result.definition.definition);
}
const cards = ['requests', 'clients', 'works', 'contracts', 'invoices'].map(card);
const [requests, clients] = cards as [CompiledCard, CompiledCard];

describe('the sales streams', () => {
  it('have the fields and statuses that do not change', () => {
    const shape = cards.map(({ stream, definition }) => [stream, definition.fields.map(({ key }) => key).join(' ')]);
    expect(Object.fromEntries(shape)).toEqual({
      requests: 'company contact phone email taxNumber subject text kind items client',
      clients: 'name taxNumber industry size source terms address phone email website language contacts note',
      works: 'client contract kind subject plannedAt doneAt result',
      contracts: 'client kind subject amount signedAt validUntil language stages',
      invoices: 'client contract lines total dueAt',
    });
    const statuses = cards.map(({ definition }) => definition.statuses.map(({ key }) => key).join(' '));
    expect(statuses).toEqual([
      'new accepted in-progress done refused',
      'prospect active inactive',
      'planned done cancelled',
      'draft approval signing execution done cancelled',
      'issued paid overdue cancelled',
    ]);
  });

  it('are named in every language', () => {
    for (const { definition } of cards)
      for (const name of [definition.name, definition.document, ...definition.fields.map((field) => field.name)])
        expect(Object.keys(name)).toEqual([...languages]);
  });

  it('have views whose filters and orders can be asked for', () => {
    for (const checked of cards)
      for (const view of checked.definition.views) {
        expect(compileFilter(checked, view.filter)).not.toHaveProperty('problems');
        expect(compileSort(checked, view.sort)).not.toHaveProperty('problems');
      }
  });
});

describe('what happens to a request by itself', () => {
  const matches = (rule: AutoprocessingRule, scope: Record<string, unknown>): boolean => {
    if (rule.when === undefined) return true;
    const compiled = compileExpression(rule.when);
    if ('problem' in compiled) throw new Error(compiled.problem);
    const outcome = evaluateCondition(compiled.expression, scope);
    if ('failure' in outcome) throw new Error(outcome.failure);
    return outcome.value;
  };
  const byMail = { channel: 'mail', unit: null, language: 'en' };
  const chosen = (
    fields: Record<string, unknown>,
    client: Record<string, unknown> | null,
    document: Record<string, unknown> = byMail,
  ) => {
    const { values, problems } = requests.check(fields, { mode: 'register' });
    expect(problems).toEqual([]);
    const linked = { client: client && clients.scope(clients.check(client, { mode: 'register' }).values) };
    const scope = { ...requests.scope(values), linked, document };
    const applicable = requests.definition.autoprocessing.filter((rule) => matches(rule, scope));
    const { route, variables } = applicable.find((rule) => rule.route !== undefined) ?? {};
    return [route, variables, applicable.find((rule) => rule.acknowledge !== undefined)?.acknowledge];
  };
  const items = [{ name: 'Lamp' }];
  const order = { performer: 'manager', due: '4 working hours', controller: 'head' };

  it.each([
    [{ kind: 'order', items }, { name: 'B', terms: 'retail' }, 'sales/quick-sale', order],
    [{ kind: 'order', items }, { name: 'B', terms: 'contract' }, 'sales/long-sale', order],
    [{ kind: 'order', items }, { name: 'B' }, 'sales/long-sale', order],
    [{ kind: 'order', items }, null, 'sales/long-sale', order],
    [{ kind: 'order' }, { name: 'B', terms: 'retail' }, 'sales/long-sale', order],
    [{ kind: 'service' }, null, 'sales/long-sale', { ...order, performer: 'manager2', due: '8 working hours' }],
    [{}, null, 'sales/long-sale', { performer: 'clerk', due: '2 working days' }],
  ])('%j of client %j: %s', (fields, client, route, variables) => {
    expect(chosen(fields, client)).toEqual([route, variables, 'sales/request-receipt']);
  });

  it.each([
    [{ channel: 'call', unit: { key: 'sales' } }, 'sales/incoming-call'],
    [{ channel: 'call', unit: null }, 'sales/long-sale'],
    [{ channel: 'form', unit: { key: 'sales' } }, 'sales/long-sale'],
  ])('what came as %j: %s', (document, route) => {
    expect(chosen({ kind: 'order', items }, null, document)[0]).toBe(route);
  });
});
