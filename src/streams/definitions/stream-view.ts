import type { AccessVerb, StreamDefinition } from '../definition/stream-definition.js';

/** A stream as the API answers it: what a screen needs to show registers and cards. */
export interface StreamView extends Pick<
  StreamDefinition,
  | 'key'
  | 'name'
  | 'document'
  | 'icon'
  | 'solution'
  | 'title'
  | 'statuses'
  | 'initial'
  | 'fields'
  | 'views'
  | 'relations'
  | 'calendar'
  | 'forms'
> {
  readonly version: number;
  /** What the asker may do with at least some documents of the stream. */
  readonly may: readonly AccessVerb[];
  /** For administrators only. */
  readonly configuration?: Pick<StreamDefinition, 'numbering' | 'access' | 'letters' | 'linking' | 'autoprocessing'>;
}

/** The view for someone who may do `may`. */
export function viewStream(
  definition: StreamDefinition,
  version: number,
  may: readonly AccessVerb[],
  full: boolean,
): StreamView {
  const { key, name, document, icon, solution, title, statuses, initial, fields, views, relations, forms } = definition;
  const { numbering, access, letters, linking, autoprocessing } = definition;
  return {
    ...{ key, version, name, document, ...(icon !== undefined && { icon }), solution, title, statuses, initial },
    ...(definition.calendar && { calendar: definition.calendar }),
    ...{ fields, views, relations, forms, may },
    ...(full && { configuration: { numbering, access, letters, linking, autoprocessing } }),
  };
}
