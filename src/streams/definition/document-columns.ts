/** What every document has besides its card, by the names of the API. Cards may not use these keys for fields. */
export const documentColumns = [
  'number',
  'title',
  'status',
  'responsible',
  'unit',
  'createdAt',
  'updatedAt',
  // true for a document with something that a clerk must look at
  'flagged',
] as const;
export type DocumentColumn = (typeof documentColumns)[number];

/** What a register can be asked for besides its columns: whether anything is planned or to be done about a document. */
export const nextActionCondition = 'nextAction';

/** Keys that a field of a card may not have: those of the document, and those every object is born with. */
export const reservedFieldKeys: ReadonlySet<string> = new Set([
  ...documentColumns,
  nextActionCondition,
  ...['id', 'stream', 'fields', 'version', 'history', 'links', 'files'],
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** True for the name of a document column. */
export function isDocumentColumn(name: string): name is DocumentColumn {
  return (documentColumns as readonly string[]).includes(name);
}
