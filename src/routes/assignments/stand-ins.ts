import { Injectable } from '@nestjs/common';
import { loadDocument } from '../../documents/document-row.js';
import { Directory } from '../../organisation/directory/directory.js';
import { absenceOf } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { matterOf } from './matter-of.js';

/** Tells at the moment of acting whether somebody may act for another. */
@Injectable()
export class StandIns {
  constructor(
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
  ) {}

  /**
   * Whether the actor is the one who acts for the person now, in what concerns this document. Reads the document only
   * for somebody who has a substitution in force.
   * @param excluded people who may not do what is to be done
   */
  async actsFor(
    { actor, tx, now }: Context,
    personId: string,
    documentId: string,
    excluded: readonly string[] = [],
  ): Promise<boolean> {
    const org = this.directory.snapshot();
    const atMs = now.getTime();
    const absent = org.substitutions.some(
      ({ absentId, startsAt, endsAt }) => absentId === personId && startsAt <= atMs && atMs < endsAt,
    );
    const document = absent ? await loadDocument(tx, documentId) : undefined;
    if (!document) return false;
    const matter = { ...matterOf(this.streams.all(), document), excluded };
    return absenceOf(org, personId, atMs, matter)?.substitute?.id === actor.id;
  }
}
