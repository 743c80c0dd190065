import { Injectable } from '@nestjs/common';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { adminRole } from '../../organisation/access/grant.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { tell } from '../../platform/words/tell.js';
import { RouteRegistry } from '../../routes/definitions/route-registry.service.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { AttentionList, AttentionReason, AttentionSearch, AttentionSource } from './attention-item.js';
import { closedUnits } from './sources/closed-units.js';
import { actionsFailed, nobodyToAssign, routesFailed } from './sources/incidents.js';
import { arrivals, deadJobs, mailboxes, messagesOfNobody } from './sources/machinery.js';
import { refusedMails, unclaimedMessages } from './sources/mails.js';
import { absences, people } from './sources/people.js';
import { escalations, lapsedDecisions, stalledRuns, timers } from './sources/runs.js';

/** What looks at documents, for everybody who may read them. */
const documentSources: readonly AttentionSource[] = [
  nobodyToAssign,
  actionsFailed,
  routesFailed,
  people,
  closedUnits,
  timers,
  lapsedDecisions,
  escalations,
  stalledRuns,
  refusedMails,
  unclaimedMessages,
];

/** What looks at the machinery, for administrators. */
const machinerySources: readonly AttentionSource[] = [mailboxes, arrivals, deadJobs, messagesOfNobody];

/** Of each source at most so many are answered where nobody asks for more, and it is said that there are more. */
const usualLimit = 200;

interface AttentionQuery {
  readonly reason?: AttentionReason;
  readonly document?: string;
  /** Of each source; 200 where none is given. */
  readonly limit?: number;
}

/** Everything that does not move, why, and how it is mended. */
@Injectable()
export class ReadAttention {
  constructor(
    private readonly documents: VisibleDocuments,
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
    private readonly routes: RouteRegistry,
  ) {}

  /** Those that wait longest first; of documents only what the actor may read. */
  async list(context: Context, query: AttentionQuery = {}): Promise<AttentionList> {
    const { limit = usualLimit } = query;
    // One more than is answered tells that there are more.
    const search = this.search(context, query, limit + 1);
    const admin = context.actor.kind === 'system' || context.actor.roles.includes(adminRole);
    const others = query.document !== undefined ? [] : admin ? [absences, ...machinerySources] : [absences];
    const sources = [...documentSources, ...others].filter(
      ({ reasons }) => query.reason === undefined || reasons.includes(query.reason),
    );
    const found = await Promise.all(
      sources.map(async (source) => {
        const items = await source.find(search);
        return { items: items.slice(0, limit), more: items.length > limit ? source.reasons : [] };
      }),
    );
    const asked = (reason: AttentionReason) => query.reason === undefined || reason === query.reason;
    return {
      items: found
        .flatMap(({ items }) => items)
        .filter(({ reason }) => asked(reason))
        .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
        .map((item) => ({ ...item, message: tell(context.actor.language, item.message) })),
      nextCursor: null,
      limit,
      truncated: [...new Set(found.flatMap(({ more }) => more))].filter(asked),
    };
  }

  private search(context: Context, { document }: AttentionQuery, limit: number): AttentionSearch {
    return {
      context,
      organisation: this.directory.snapshot(),
      cards: this.streams.all(),
      library: (run) => this.routes.library(run, context.tx),
      route: (key) => this.routes.find(key),
      visible: (parameters: unknown[]) => {
        const readable = this.documents.condition(context.actor, parameters);
        return document === undefined ? readable : `${readable} AND d.id = $${parameters.push(document)}`;
      },
      limit,
    };
  }
}
