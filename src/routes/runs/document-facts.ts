import { Injectable } from '@nestjs/common';
import { loadDocument, type DocumentRow } from '../../documents/document-row.js';
import { documentScope } from '../../documents/document-scope.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { matterOf } from '../assignments/matter-of.js';
import type { Facts } from '../engine/protocol.js';
import type { FactsSource } from './run-surroundings.js';

/** Facts with the version of the document that they belong to. */
export interface VersionedFacts extends FactsSource {
  version(): number;
}

/** Reads documents as expressions see them, once for as long as nothing changes them. */
@Injectable()
export class DocumentFacts {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
  ) {}

  /** @param known the row, when the caller has it already; one that is still being registered has no number yet */
  of(context: Context, documentId: string, known?: DocumentRow): VersionedFacts {
    let row = known;
    let facts: Facts | undefined;
    const document = async () => {
      row ??= await loadDocument(context.tx, documentId);
      if (!row) throw new Error(`The document ${documentId} of the run is missing.`);
      return row;
    };
    return {
      read: async () => {
        if (facts) return facts;
        const read = await document();
        facts = scopeOf(read, documentScope(read, this.streams.get(read.stream), this.directory.snapshot()));
        return facts;
      },
      matter: async () => matterOf(this.streams.all(), await document()),
      forget: () => {
        row = undefined;
        facts = undefined;
      },
      // Facts without the number are not those of any version: the next step records its own.
      version: () => (row === undefined || row.number === '' ? 0 : row.version),
    };
  }
}

function scopeOf(row: DocumentRow, facts: Facts): Facts {
  return row.number === '' ? { ...facts, document: { ...facts.document, number: null } } : facts;
}
