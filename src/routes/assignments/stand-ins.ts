import { Injectable } from '@nestjs/common';
import { loadDocument } from '../../documents/document-row.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { absenceOf } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { matterOf } from './matter-of.js';

/** Somebody for whom another acts, in the documents of these streams. */
export interface Replaced {
  readonly personId: string;
  readonly streams: readonly string[];
}

/** Condition: `column` names the actor, or somebody for whom the actor acts in the stream of `document d`. */
export function actsAs(column: string, me: string, replaced: readonly Replaced[], parameters: unknown[]): string {
  const others = replaced.map(
    ({ personId, streams }) =>
      `(${column} = $${parameters.push(personId)} AND d.stream = ANY ($${parameters.push(streams)}::text[]))`,
  );
  return `(${[`${column} = ${me}`, ...others].join(' OR ')})`;
}

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
    const absent = absentPeople(org, atMs);
    const asked = personIds.filter((id) => absent.has(id));
    const document = asked.length > 0 ? await loadDocument(tx, documentId) : undefined;
    if (!document) return null;
    const matter = { ...matterOf(this.streams.all(), document), excluded };
    return asked.find((id) => absenceOf(org, id, atMs, matter)?.substitute?.id === actor.id) ?? null;
  }

  /**
   * For whom the actor acts now, for lists. Substitutions up to an amount are not among them: whether one counts is seen on
   * the single document only.
   */
  replaced({ actor, now }: Pick<Context, 'actor' | 'now'>): Replaced[] {
    const org = this.directory.snapshot();
    const atMs = now.getTime();
    if (!org.substitutions.some(({ substituteId }) => substituteId === actor.id)) return [];
    return [...absentPeople(org, atMs)].flatMap((personId) => {
      const streams = this.streams
        .all()
        .map(({ stream }) => stream)
        .filter((stream) => {
          const absence = absenceOf(org, personId, atMs, { stream });
          return absence?.substitute?.id === actor.id && absence.by?.maxAmount === null;
        });
      return streams.length > 0 ? [{ personId, streams }] : [];
    });
  }
}

function absentPeople({ substitutions }: Organisation, atMs: number): Set<string> {
  const running = substitutions.filter(({ startsAt, endsAt }) => startsAt <= atMs && atMs < endsAt);
  return new Set(running.map(({ absentId }) => absentId));
}
