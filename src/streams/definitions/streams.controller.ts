import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { can } from '../../organisation/access/can.js';
import { adminRole } from '../../organisation/access/grant.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import type { Page } from '../../platform/http/page.js';
import { cardFor, lockedFields } from '../access/field-rights.js';
import type { CompiledCard } from '../card/compile-card.js';
import { accessVerbs, type AccessVerb } from '../definition/stream-definition.js';
import { StreamRegistry } from './stream-registry.service.js';
import { viewStream, type StreamView } from './stream-view.js';

@ApiTags('streams')
@Controller('api/streams')
export class StreamsController {
  constructor(private readonly streams: StreamRegistry) {}

  /** The streams that the asker may do anything with. */
  @Get()
  @ApiOperation({ summary: 'Definitions of the streams visible to me' })
  list(@CurrentActor() actor: Actor): Page<StreamView> {
    const items = this.streams.all().flatMap((card) => this.view(actor, card) ?? []);
    return { items, nextCursor: null };
  }

  /** One stream; 404 as well where the asker may do nothing with it. */
  @Get(':stream')
  @ApiOperation({ summary: 'Definition of one stream' })
  one(@CurrentActor() actor: Actor, @Param('stream') stream: string): StreamView {
    const view = this.view(actor, this.streams.get(stream));
    if (!view)
      throw new Refusal(
        'notFound',
        'stream-unknown',
        say('There is no stream "{stream}".', { stream: stream.slice(0, 60) }),
      );
    return view;
  }

  private view(actor: Actor, card: CompiledCard): StreamView | undefined {
    const { stream, definition, grants } = cardFor(card, actor);
    const closed = lockedFields(card, actor);
    const may = accessVerbs.filter((verb: AccessVerb) => can(actor, verb, { stream, grants }).allowed);
    if (may.length === 0) return undefined;
    return viewStream(definition, {
      version: this.streams.version(stream) ?? 0,
      ...{
        may,
        locked: definition.fields.map(({ key }) => key).filter((key) => closed.has(key)),
        full: actor.roles.includes(adminRole),
      },
    });
  }
}
