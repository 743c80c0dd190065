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
    context: Context,
    personId: string,
    documentId: string,
    excluded: readonly string[] = [],
  ): Promise<boolean> {
    return (await this.behalfOf(context, [personId], documentId, excluded)) !== null;
  }

  /** For whom of these people the actor acts now in what concerns the document; null for none of them. */
  async behalfOf(
    { actor, tx, now }: Context,
    personIds: readonly string[],
    documentId: string,
    excluded: readonly string[] = [],
  ): Promise<string | null> {
    const org = this.directory.snapshot();
    const atMs = now.getTime();
    const absent = new Set(
      org.substitutions.filter(({ startsAt, endsAt }) => startsAt <= atMs && atMs < endsAt).map((one) => one.absentId),
    );
    const asked = personIds.filter((id) => absent.has(id));
    const document = asked.length > 0 ? await loadDocument(tx, documentId) : undefined;
    if (!document) return null;
    const matter = { ...matterOf(this.streams.all(), document), excluded };
    return asked.find((id) => absenceOf(org, id, atMs, matter)?.substitute?.id === actor.id) ?? null;
  }
}
