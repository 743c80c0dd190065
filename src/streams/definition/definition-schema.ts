import { languages } from '../../platform/languages.js';
import type { Schema } from '../field-types/field-type.js';
import { fieldTypes, isFieldType } from '../field-types/registry.js';
import { accessScopes, accessVerbs, numberPeriods, statusTones } from './stream-definition.js';

export const streamKey = '^[a-z][a-z0-9-]{0,39}$';
export const fieldKey = '^[a-z][A-Za-z0-9]{0,39}$';
const statusKey = '^[a-z][a-z0-9-]{0,39}$';
const roleKey = statusKey;
const ruleKey = '^[a-z][a-z0-9-]*(/[a-z0-9][a-z0-9-]*){1,3}$';

/** A text for people: one for all languages, or one each, English at least. */
const text: Schema = {
  type: ['string', 'object'],
  minLength: 1,
  maxLength: 2000,
  additionalProperties: false,
  required: ['en'],
  properties: Object.fromEntries(languages.map((key) => [key, { type: 'string', minLength: 1, maxLength: 2000 }])),
};
export const sharedSchemas: Readonly<Record<string, Schema>> = { text };

const textRef: Schema = { $ref: '#/$defs/text' };
const short: Schema = { type: 'string', minLength: 1, maxLength: 200 };

function object(required: readonly string[], properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', additionalProperties: false, required, properties };
}

function list(items: Schema, maxItems = 200, minItems = 0): Schema {
  return { type: 'array', items, maxItems, minItems };
}

const condition = object(['field', 'op'], { field: short, op: short, value: {} });

const form = object(['key', 'title', 'fields', 'confirmation'], {
  key: { type: 'string', pattern: streamKey },
  title: textRef,
  intro: textRef,
  fields: list(
    object(['field'], { field: short, label: textRef, help: textRef, required: { type: 'boolean' }, default: {} }),
    100,
    1,
  ),
  uploads: object(['field', 'label', 'maxFiles', 'maxBytes'], {
    field: { type: 'string', pattern: fieldKey },
    label: textRef,
    maxFiles: { type: 'integer', minimum: 1, maximum: 50 },
    maxBytes: { type: 'integer', minimum: 1, maximum: 200_000_000 },
  }),
  confirmation: textRef,
});

const autoprocessingRule = object(['name'], {
  name: short,
  when: { type: 'string', minLength: 1, maxLength: 4000 },
  set: { type: 'object', maxProperties: 100, additionalProperties: { type: 'string', minLength: 1, maxLength: 4000 } },
  route: { type: 'string', pattern: ruleKey },
  variables: { type: 'object', maxProperties: 100, additionalProperties: true },
  acknowledge: { type: 'string', pattern: ruleKey },
});

/** The shape of a stream file. Fields are checked one by one with `fieldSchema`, so that messages stay plain. */
export const streamSchema: Schema = {
  $defs: sharedSchemas,
  ...object(['key', 'name', 'document', 'numbering', 'title', 'statuses', 'initial', 'fields', 'access'], {
    key: { type: 'string', pattern: streamKey },
    name: textRef,
    document: textRef,
    icon: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' },
    solution: { type: 'string', pattern: streamKey },
    numbering: object(['register', 'pattern', 'period'], {
      register: { type: 'string', pattern: streamKey },
      pattern: { type: 'string', minLength: 1, maxLength: 100 },
      period: { enum: numberPeriods },
    }),
    title: short,
    statuses: list(
      object(['key', 'name'], {
        key: { type: 'string', pattern: statusKey },
        name: textRef,
        final: { type: 'boolean' },
        tone: { enum: statusTones },
      }),
      100,
      1,
    ),
    initial: { type: 'string', pattern: statusKey },
    fields: list({ type: 'object' }, 300, 1),
    amountField: { type: 'string', pattern: fieldKey },
    responsible: list({ type: 'string', pattern: roleKey }, 50, 1),
    calendar: object(['from'], {
      from: { type: 'string', pattern: fieldKey },
      to: { type: 'string', pattern: fieldKey },
      done: { type: 'string', pattern: fieldKey },
    }),
    access: list(
      object(['role', 'verbs', 'scope'], {
        role: { type: 'string', pattern: roleKey },
        verbs: { type: 'array', items: { enum: accessVerbs }, minItems: 1, uniqueItems: true },
        scope: { enum: accessScopes },
        when: { type: 'string', minLength: 1, maxLength: 4000 },
        confidential: { type: 'boolean' },
      }),
    ),
    confidential: { type: 'boolean' },
    views: list(
      object(['key', 'name', 'columns'], {
        key: { type: 'string', pattern: streamKey },
        name: textRef,
        columns: list(short, 50, 1),
        filter: object(['and'], { and: list(condition, 50) }),
        sort: short,
      }),
      50,
    ),
    relations: list(object(['stream', 'field', 'name'], { stream: short, field: short, name: textRef }), 50),
    forms: list(form, 20),
    letters: object(['labels'], {
      labels: { type: 'object', maxProperties: 100, additionalProperties: list(short, 50, 1) },
    }),
    linking: list(
      object(['field', 'stream', 'by'], {
        field: short,
        stream: { type: 'string', pattern: streamKey },
        by: list(object(['from', 'to'], { from: short, to: short }), 20, 1),
      }),
      20,
    ),
    autoprocessing: list(autoprocessingRule),
  }),
};

const roles: Schema = { ...list({ type: 'string', pattern: roleKey }, 50, 1), uniqueItems: true };
const flag: Schema = { type: 'boolean' };
const feel: Schema = { type: 'string', minLength: 1, maxLength: 4000 };

/** The shape of one field of the given type; undefined for a type that does not exist. */
export function fieldSchema(type: unknown): Schema | undefined {
  if (!isFieldType(type)) return undefined;
  const { options, requiredOptions = [] } = fieldTypes[type];
  return {
    $defs: sharedSchemas,
    ...object(['key', 'name', 'type', ...requiredOptions], {
      key: { type: 'string', pattern: fieldKey },
      name: textRef,
      type: { const: type },
      help: textRef,
      group: textRef,
      required: flag,
      visibleWhen: feel,
      requiredWhen: feel,
      filterable: flag,
      sortable: flag,
      searchable: flag,
      unique: flag,
      viewRoles: roles,
      editRoles: roles,
      default: {},
      ...options,
    }),
  };
}
