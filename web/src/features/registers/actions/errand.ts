import type { Schemas } from '../../../api/client.ts';

/** What is to be done with each of the marked documents. */
export type Errand = Omit<Schemas['BulkDto'], 'ids' | 'versions'>;
export type ErrandResult = Pick<Schemas['BulkResult'], 'id' | 'number' | 'undo'> & { readonly problem?: string };
