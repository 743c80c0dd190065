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
  /** Keys of the fields that the asker sees and may not fill in. */
  readonly locked: readonly string[];
  /** For administrators only. */
  readonly configuration?: Pick<StreamDefinition, 'numbering' | 'access' | 'letters' | 'linking' | 'autoprocessing'>;
}

/** What the view depends on besides the definition as the asker knows it. */
export interface StreamViewer {
  readonly version: number;
  readonly may: readonly AccessVerb[];
  readonly locked: readonly string[];
  /** An administrator. */
  readonly full: boolean;
}

/** The view for someone who may do `may`. */
export function viewStream(definition: StreamDefinition, { version, may, locked, full }: StreamViewer): StreamView {
  const { key, name, document, icon, solution, title, statuses, initial, fields, views, relations, forms } = definition;
  const { numbering, access, letters, linking, autoprocessing } = definition;
  return {
    ...{ key, version, name, document, ...(icon !== undefined && { icon }), solution, title, statuses, initial },
    ...(definition.calendar && { calendar: definition.calendar }),
    ...{ fields, views, relations, forms, may, locked },
    ...(full && { configuration: { numbering, access, letters, linking, autoprocessing } }),
  };
}
