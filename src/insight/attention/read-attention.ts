import { Injectable } from '@nestjs/common';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { adminRole } from '../../organisation/access/grant.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { AttentionItem, AttentionReason, AttentionSource } from './attention-item.js';
import { incidents } from './sources/incidents.js';
import { arrivals, deadJobs, mailboxes } from './sources/machinery.js';
import { refusedMails, unclaimedMessages } from './sources/mails.js';
import { absences, people } from './sources/people.js';
import { escalations, lapsedDecisions, stalledRuns, timers } from './sources/runs.js';

/** What looks at documents, for everybody who may read them. */
const documentSources: readonly AttentionSource[] = [
  incidents,
  people,
  timers,
  lapsedDecisions,
  escalations,
  stalledRuns,
  refusedMails,
  unclaimedMessages,
];

/** What looks at the machinery, for administrators. */
const machinerySources: readonly AttentionSource[] = [mailboxes, arrivals, deadJobs];

/** Of each source at most so many are answered; whoever has more has another problem. */
const mostOfEach = 200;

/** Everything that does not move, why, and how it is mended. */
@Injectable()
export class ReadAttention {
  constructor(
    private readonly documents: VisibleDocuments,
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
  ) {}

  /** Those that wait longest first; of documents only what the actor may read. */
  async list(
    context: Context,
    query: { readonly reason?: AttentionReason; readonly document?: string } = {},
  ): Promise<AttentionItem[]> {
    const search = {
      context,
      organisation: this.directory.snapshot(),
      cards: this.streams.all(),
      visible: (parameters: unknown[]) => {
        const readable = this.documents.condition(context.actor, parameters);
        return query.document === undefined ? readable : `${readable} AND d.id = $${parameters.push(query.document)}`;
      },
      limit: mostOfEach,
    };
    const admin = context.actor.kind === 'system' || context.actor.roles.includes(adminRole);
    const others = query.document !== undefined ? [] : admin ? [absences, ...machinerySources] : [absences];
    const sources = [...documentSources, ...others];
    const found = await Promise.all(sources.map((source) => source(search)));
    return found
      .flat()
      .filter(({ reason }) => query.reason === undefined || reason === query.reason)
      .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  }
}
