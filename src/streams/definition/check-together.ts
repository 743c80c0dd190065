import type { ShapeFault } from './check-shape.js';
import { isDocumentColumn } from './document-columns.js';
import type { FieldDefinition } from './field-definition.js';
import type { StreamDefinition } from './stream-definition.js';

/**
 * What is wrong with one definition in the company of all the others: streams and fields that it names elsewhere.
 * `present` holds the keys of all streams, those without a readable definition as well.
 */
export function checkTogether(
  definition: StreamDefinition,
  streams: ReadonlyMap<string, StreamDefinition>,
  present: ReadonlySet<string>,
): ShapeFault[] {
  const faults: ShapeFault[] = [];
  const report = (path: readonly (string | number)[], code: string, message: string) =>
    faults.push({ path, code, message });
  const requireStream = (key: string, path: readonly (string | number)[]) => {
    if (!present.has(key)) report(path, 'unknown-stream', `There is no stream "${key}".`);
  };
  const checkReference = (field: FieldDefinition, path: readonly (string | number)[]) => {
    if (field.type === 'reference') requireStream(field.stream, [...path, 'stream']);
    if (field.type === 'table')
      field.columns.forEach((column, index) => checkReference(column, [...path, 'columns', index]));
  };
  definition.fields.forEach((field, index) => checkReference(field, ['fields', index]));
  definition.relations.forEach(({ stream, field }, index) => {
    requireStream(stream, ['relations', index, 'stream']);
    const found = streams.get(stream)?.fields.find(({ key }) => key === field);
    if (streams.has(stream) && (found?.type !== 'reference' || found.stream !== definition.key))
      report(
        ['relations', index, 'field'],
        'not-a-reference',
        `"${field}" of "${stream}" is not a reference to "${definition.key}".`,
      );
  });
  definition.linking.forEach((rule, index) => {
    requireStream(rule.stream, ['linking', index, 'stream']);
    const target = streams.get(rule.stream);
    rule.by.forEach(({ to }, at) => {
      if (target && !isDocumentColumn(to) && !target.fields.some(({ key }) => key === to))
        report(['linking', index, 'by', at, 'to'], 'unknown-field', `"${rule.stream}" has no field "${to}".`);
    });
  });
  return faults;
}
