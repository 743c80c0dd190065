import type { FieldDefinition } from '../../../../src/streams/definition/field-definition.ts';
import { defaultsOf, prefill } from './prefill.ts';

const reference = (key: string, stream: string) => ({ key, type: 'reference', stream, name: key }) as FieldDefinition;
const fields = [
  reference('client', 'clients'),
  reference('contract', 'contracts'),
  { key: 'subject', type: 'text', name: 'Subject' } as FieldDefinition,
];
const client = { id: 'c', number: 'C-1', title: 'Acme' };
const contract = { id: 'k', number: 'K-1', title: 'Pumps', stream: 'contracts', fields: { client, subject: 'Pumps' } };

describe('a document made from another one', () => {
  it('refers to it, and to what it refers to', () => {
    expect(prefill(fields, contract, 'contract')).toEqual({
      client,
      contract: { id: 'k', number: 'K-1', title: 'Pumps' },
    });
  });

  it('takes a client as the client, and nothing where the field is none for it', () => {
    const origin = { ...client, stream: 'clients', fields: {} };
    expect(prefill(fields, origin, 'client')).toEqual({ client });
    expect(prefill(fields, origin, 'contract')).toEqual({});
    expect(prefill(fields, origin, 'subject')).toEqual({});
  });
});

it('holds what its definition says until somebody says otherwise', () => {
  const kind = { key: 'kind', type: 'choice', name: 'Kind', default: 'supply' } as unknown as FieldDefinition;
  const urgent = { key: 'urgent', type: 'boolean', name: 'Urgent', default: false } as FieldDefinition;
  expect(defaultsOf([...fields, kind, urgent])).toEqual({ kind: 'supply', urgent: false });
});
