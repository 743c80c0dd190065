import type { FieldDefinition } from '../../../../src/streams/definition/field-definition.ts';
import type { TypedValues } from '../../card/card-stream.ts';

/** The document that a new one is made from. */
interface Origin {
  readonly id: string;
  readonly stream: string;
  readonly number: string;
  readonly title: string;
  readonly fields: TypedValues;
}

/**
 * What a new document has from the one that it is made from: it refers to it by `field`, and to whatever that refers to
 * under the same name, so that a work made from a contract is one for the same client.
 */
export function prefill(fields: readonly FieldDefinition[], origin: Origin, field: string): TypedValues {
  const { id, number, title } = origin;
  const references = fields.filter((one) => one.type === 'reference');
  const shared = references.filter((one) => origin.fields[one.key] !== undefined && one.stream !== origin.stream);
  const target = references.find((one) => one.key === field && one.stream === origin.stream);
  return {
    ...Object.fromEntries(shared.map(({ key }) => [key, origin.fields[key]])),
    ...(target && { [target.key]: { id, number, title } }),
  };
}

/** What the fields hold of themselves until somebody says otherwise. */
export function defaultsOf(fields: readonly FieldDefinition[]): TypedValues {
  return Object.fromEntries(
    fields.flatMap((field) => (field.default === undefined ? [] : [[field.key, field.default] as const])),
  );
}
