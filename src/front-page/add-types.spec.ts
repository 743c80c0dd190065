import type { OpenAPIObject } from '@nestjs/swagger';
import { addTypes, type DescribedTypes } from './add-types.js';

const bare: OpenAPIObject = {
  openapi: '3.1.0',
  info: { title: 'Millrace', version: '1' },
  paths: {
    '/api/things/{id}': {
      get: {
        operationId: 'ThingsController_read',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: '' } },
      },
      delete: { operationId: 'ThingsController_end', responses: { 204: { description: '' } } },
    },
    '/api/{kind}/things': {
      get: { operationId: 'ThingsController_list[1]', responses: { 200: { description: '' } } },
      post: { operationId: 'ThingsController_add', summary: 'Add one', responses: { 201: { description: 'Added' } } },
    },
  },
  components: { schemas: { ThingDto: { type: 'object' } } },
};

const thing = { $ref: '#/components/schemas/Thing' };
const types: DescribedTypes = {
  schemas: {
    Thing: { type: 'object', properties: { id: { type: 'string' } } },
    ThingDto: { type: 'object', properties: { name: { type: 'string', maxLength: 60 } } },
    ThingsQuery: {
      type: 'object',
      properties: { limit: { type: 'integer', description: 'Entries in the answer.' }, kind: { type: 'string' } },
      required: ['kind'],
    },
  },
  operations: {
    ThingsController_read: { answer: thing, comment: 'One thing.' },
    ThingsController_list: { answer: { type: 'array', items: thing }, type: 'text/plain', query: 'ThingsQuery' },
    ThingsController_add: { answer: thing, comment: 'Not the summary.' },
    ThingsController_end: {},
  },
};

describe('the description of the API with its types', () => {
  const { paths, components } = addTypes(bare, types);
  const read = paths['/api/things/{id}']?.get;
  const list = paths['/api/{kind}/things']?.get;
  const add = paths['/api/{kind}/things']?.post;

  it('tells what each call answers, and what a refusal looks like', () => {
    expect(read?.responses[200]).toEqual({ description: '', content: { 'application/json': { schema: thing } } });
    expect(add?.responses[201]).toEqual({ description: 'Added', content: { 'application/json': { schema: thing } } });
    expect(list?.responses[200]).toHaveProperty(['content', 'text/plain', 'schema', 'items'], thing);
    expect(paths['/api/things/{id}']?.delete?.responses[204]).toEqual({ description: '' });
    expect(read?.responses.default).toHaveProperty(['content', 'application/problem+json']);
  });

  it('makes a parameter of each property of a query, and of each name in the path', () => {
    expect(list?.parameters).toEqual([
      { name: 'kind', in: 'path', required: true, schema: { type: 'string' } },
      {
        ...{ name: 'limit', in: 'query', required: false },
        ...{ schema: { type: 'integer' }, description: 'Entries in the answer.' },
      },
      { name: 'kind', in: 'query', required: true, schema: { type: 'string' } },
    ]);
    expect(read?.parameters).toHaveLength(1);
  });

  it('gives every POST its Idempotency-Key', () => {
    expect(add?.parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }));
    expect(read?.parameters).not.toContainEqual(expect.objectContaining({ name: 'Idempotency-Key' }));
  });

  it('takes the docstring where there is no summary', () => {
    expect([read?.summary, add?.summary]).toEqual(['One thing.', 'Add one']);
  });

  it('replaces schemas that Nest knows by name only', () => {
    expect(components?.schemas?.ThingDto).toBe(types.schemas.ThingDto);
  });
});
