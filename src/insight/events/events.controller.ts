import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { documentNotFound, VisibleDocuments } from '../../documents/access/visible-documents.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { EventStream } from '../../platform/http/event-stream.js';
import { EventsQueryDto } from './events.dto.js';
import type { LiveEvent } from './live-event.js';
import { LiveStreams } from './live-streams.js';

/** What happens, told at once. */
@ApiTags('events')
@Controller('/api/events')
export class EventsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly documents: VisibleDocuments,
    private readonly streams: LiveStreams,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Server-sent events: my inbox, what is under my bell, and the documents that I name as open',
    description:
      'Events say that something changed, not what it is now: read it again. After a connection was lost a browser comes back by itself and hears `resync`: something may have been missed. With `unheard`, a number of seconds, it begins with the documents named to which something happened in that time. A stream ends with its session.',
  })
  async open(
    @CurrentActor() actor: Actor,
    @Query() { document = [], unheard }: EventsQueryDto,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): EventStream<LiveEvent> {
    const documents = new Set(document);
    await this.requireVisible(actor, documents);
    const listener = { personId: actor.id, session: request.session?.id, documents };
    const stream = await this.streams.open(
      listener,
      lastEventId !== undefined,
      unheard === undefined ? undefined : unheard * 1000,
    );
    void reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // The server that stops waits for its connections; this one must not be kept for another request.
      connection: 'close',
      'x-accel-buffering': 'no',
    });
    void reply.send(stream.body);
  }

  /** @throws Refusal notFound */
  private async requireVisible(actor: Actor, documents: ReadonlySet<string>): Promise<void> {
    if (documents.size === 0) return;
    const pointed = await this.work.run(actor, (context) => this.documents.pointers(context, [...documents]));
    for (const id of documents) if (pointed.get(id)?.visible !== true) throw documentNotFound();
  }
}
