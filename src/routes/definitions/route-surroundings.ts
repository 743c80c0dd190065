import type { Organisation } from '../../organisation/directory/organisation.js';
import type { FieldDefinition } from '../../streams/definition/field-definition.js';
import type { StreamDefinition } from '../../streams/definition/stream-definition.js';
import type { CardFieldType } from '../conditions/card-types.js';

/** What routes need to know of a stream. */
export interface StreamFacts {
  /** Types of the fields by key, as expressions see them. */
  readonly fields: Readonly<Record<string, CardFieldType>>;
  readonly statuses: readonly string[];
  /** Reference fields by key, each with the stream of the documents that it holds. */
  readonly references: Readonly<Record<string, string>>;
}

/** What a route may refer to outside of itself. What is absent is not at hand and is not looked at. */
export interface RouteSurroundings {
  /** Keys of the routes that a call activity may name. */
  readonly routes: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
  /** By key. */
  readonly streams?: ReadonlyMap<string, StreamFacts>;
  /** What each template makes, by key. */
  readonly templates?: ReadonlyMap<string, 'pdf' | 'mail'>;
  readonly organisation?: Organisation;
  /**
   * How much it matters that nobody is found: `warning` where the organisation may still be set up, as when files are
   * published at the start. A run that finds nobody has an incident in any case. Default `error`.
   */
  readonly nobody?: 'error' | 'warning';
}

/** Reads what routes need from the definitions of streams. */
export function streamFacts(definitions: Iterable<StreamDefinition>): ReadonlyMap<string, StreamFacts> {
  return new Map([...definitions].map((definition) => [definition.key, factsOf(definition)]));
}

function factsOf({ fields, statuses }: StreamDefinition): StreamFacts {
  return {
    fields: Object.fromEntries(fields.map((field) => [field.key, fieldType(field)])),
    statuses: statuses.map(({ key }) => key),
    references: Object.fromEntries(
      fields.flatMap((field) => (field.type === 'reference' ? [[field.key, field.stream] as const] : [])),
    ),
  };
}

/** A computed field is seen as what it gives, a choice of several as a list. */
function fieldType(field: FieldDefinition): CardFieldType {
  if (field.type === 'computed') return field.result;
  return field.type === 'choice' && field.many ? 'choices' : field.type;
}
