import type { Organisation } from '../../organisation/directory/organisation.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import type { JsonValue } from '../../streams/field-types/field-type.js';
import type { PointedDocument } from '../access/visible-documents.js';
import { personView } from '../document-view.js';

/** What stands in place of the ids on a card. */
export interface Pointed {
  readonly documents: ReadonlyMap<string, PointedDocument>;
  readonly org: Organisation;
}

type Row = Readonly<Record<string, JsonValue>>;

/**
 * The fields as the API answers them: a reference is `{id, number, title}` (number and title are null where the reader
 * may not see that document), a person `{id, login, name}`; in tables too.
 */
export function withPointers(card: CompiledCard, values: CardValues, pointed: Pointed): CardValues {
  let shown: Record<string, JsonValue> | undefined;
  for (const { definition } of card.fields) {
    const value = values[definition.key];
    if (value === undefined) continue;
    const replaced = replace(definition, value, pointed);
    if (replaced !== value) (shown ??= { ...values })[definition.key] = replaced;
  }
  return shown ?? values;
}

interface Shape {
  readonly type: string;
  readonly columns?: readonly { readonly key: string; readonly type: string }[];
}

function replace(shape: Shape, value: JsonValue, pointed: Pointed): JsonValue {
  if (shape.type === 'reference') return reference(String(value), pointed);
  if (shape.type === 'person') return { ...personView(String(value), pointed.org) };
  const columns = shape.columns?.filter(({ type }) => type === 'reference' || type === 'person') ?? [];
  if (columns.length === 0 || !Array.isArray(value)) return value;
  return (value as readonly Row[]).map((row) => {
    const cells = columns.flatMap((column) => {
      const cell = row[column.key];
      return cell === undefined ? [] : [[column.key, replace(column, cell, pointed)] as const];
    });
    return { ...row, ...Object.fromEntries(cells) };
  });
}

function reference(id: string, { documents }: Pointed): JsonValue {
  const target = documents.get(id);
  return target?.visible ? { id, number: target.number, title: target.title } : { id, number: null, title: null };
}
