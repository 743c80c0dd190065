import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fieldTypes } from '../field-types/registry.js';
import type { Schema } from '../field-types/field-type.js';
import { fieldSchema, streamSchema } from './definition-schema.js';

/** A fault of a definition at a place inside of it. */
export interface ShapeFault {
  /** Keys and indexes from the root. */
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true });
const validators = new Map<string, ValidateFunction>();
const fieldTypeNames = Object.keys(fieldTypes).join(', ');

function validatorOf(name: string, schema: Schema): ValidateFunction {
  let validator = validators.get(name);
  if (!validator) validators.set(name, (validator = ajv.compile(schema)));
  return validator;
}

/** Everything that is wrong with the shape of a definition; fields and table columns by the rules of their types. */
export function checkShape(value: unknown): ShapeFault[] {
  const faults = validate('stream', streamSchema, value, []);
  const fields = isRecord(value) && Array.isArray(value.fields) ? value.fields : [];
  return [...faults, ...fields.flatMap((field, index) => checkField(field, ['fields', index], false))];
}

/** Everything that is wrong with the shape of something else that is configured, by a schema under a name of its own. */
export function checkAgainst(name: string, schema: Schema, value: unknown): ShapeFault[] {
  return validate(name, schema, value, []);
}

function checkField(field: unknown, path: readonly (string | number)[], isColumn: boolean): ShapeFault[] {
  if (!isRecord(field)) return [];
  const schema = fieldSchema(field.type);
  if (!schema || (isColumn && (field.type === 'table' || field.type === 'computed'))) {
    const message = `"${String(field.type)}" is not a type of field${schema ? ' inside a table' : ''}. Known are: ${fieldTypeNames}.`;
    return [{ path: [...path, 'type'], code: 'field-type', message }];
  }
  const faults = validate(`field ${String(field.type)}`, schema, field, path);
  const columns = field.type === 'table' && Array.isArray(field.columns) ? field.columns : [];
  return [...faults, ...columns.flatMap((column, index) => checkField(column, [...path, 'columns', index], true))];
}

function validate(name: string, schema: Schema, value: unknown, path: readonly (string | number)[]): ShapeFault[] {
  const validator = validatorOf(name, schema);
  if (validator(value)) return [];
  return (validator.errors ?? []).slice(0, 100).map((error) => describe(error, path));
}

function describe(error: ErrorObject, base: readonly (string | number)[]): ShapeFault {
  const path = [...base, ...pointerParts(error.instancePath)];
  const { keyword, params } = error;
  const fault = (message: string, at = path): ShapeFault => ({ path: at, code: keyword, message });
  switch (keyword) {
    case 'required':
      return fault(`"${String(params.missingProperty)}" is missing.`);
    case 'additionalProperties':
      return fault(`"${String(params.additionalProperty)}" is not known here. Expected: ${expectedKeys(error)}.`, [
        ...path,
        String(params.additionalProperty),
      ]);
    case 'enum':
      return fault(`Expected one of: ${(params.allowedValues as unknown[]).join(', ')}.`);
    case 'pattern':
      return fault(`${shown(error.data)} does not have the expected form ${String(params.pattern)}.`);
    case 'type':
      return fault(`Expected ${[params.type].flat().join(' or ')}, found ${kindOf(error.data)}.`);
    default:
      return fault(`This ${error.message ?? 'is wrong'}.`);
  }
}

function expectedKeys(error: ErrorObject): string {
  const properties: unknown = (error.parentSchema as { properties?: unknown } | undefined)?.properties;
  return Object.keys(properties ?? {}).join(', ');
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `${typeof value} ${shown(value)}`;
}

/** The parts of a JSON pointer; numbers are indexes of lists. */
function pointerParts(pointer: string): (string | number)[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
