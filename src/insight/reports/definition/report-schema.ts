import { fieldKey, sharedSchemas, streamKey } from '../../../streams/definition/definition-schema.js';
import type { Schema } from '../../../streams/field-types/field-type.js';
import { dateParts, measureFormats, measureKinds, periodDefaults } from './report-definition.js';

const text: Schema = { $ref: '#/$defs/text' };
const short: Schema = { type: 'string', minLength: 1, maxLength: 200 };

function object(required: readonly string[], properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', additionalProperties: false, required, properties };
}

const conditions: Schema = {
  type: 'array',
  maxItems: 30,
  items: object(['field', 'op'], { field: short, op: short, value: {} }),
};
const dimension = object(['by'], { by: short, part: { enum: dateParts } });

/** The shape of a report file. */
export const reportSchema: Schema = {
  $defs: sharedSchemas,
  ...object(['key', 'name', 'source', 'rows', 'measures'], {
    key: { type: 'string', pattern: streamKey },
    name: text,
    about: text,
    solution: { type: 'string', pattern: streamKey },
    source: { type: 'string', pattern: streamKey },
    roles: { type: 'array', minItems: 1, maxItems: 50, items: { type: 'string', pattern: streamKey } },
    filter: object(['and'], { and: conditions }),
    period: object(['field'], { field: short, default: { enum: periodDefaults } }),
    rows: { type: 'array', minItems: 1, maxItems: 10, items: dimension },
    split: dimension,
    measures: {
      type: 'array',
      minItems: 1,
      maxItems: 10,
      items: object(['key', 'name', 'kind'], {
        key: { type: 'string', pattern: fieldKey },
        name: text,
        kind: { enum: measureKinds },
        field: short,
        where: conditions,
        formula: { type: 'string', minLength: 1, maxLength: 2000 },
        total: { const: 'sum' },
        format: { enum: measureFormats },
      }),
    },
  }),
};
