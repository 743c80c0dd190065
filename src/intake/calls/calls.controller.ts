import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RegistrationDesk } from '../../documents/registration/registration-desk.js';
import type { DocumentView } from '../../documents/document-view.js';
import { Directory } from '../../organisation/directory/directory.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { CallDto } from './call.dto.js';
import { callRequest } from './call-request.js';

const usualStream = 'requests';

/** Incoming calls, registered in seconds while the caller is on the line. */
@ApiTags('intake')
@Controller('api/calls')
export class CallsController {
  constructor(
    private readonly desk: RegistrationDesk,
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
  ) {}

  /** Registers a call; answers its document. */
  @Post()
  async register(
    @CurrentActor() actor: Actor,
    @Body() body: CallDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentView> {
    const card = this.streams.get(body.stream ?? usualStream);
    const document = await this.desk.register(actor, callRequest(card, body, this.unitId(body.unit)));
    void reply.header('location', `/api/documents/${document.id}`);
    return document;
  }

  private unitId(keyOrId: string | undefined): string | undefined {
    if (keyOrId === undefined) return undefined;
    const { units, unitByKey } = this.directory.snapshot();
    const unit = units.get(keyOrId) ?? unitByKey.get(keyOrId);
    if (unit) return unit.id;
    const message = say('There is no unit "{unit}".', { unit: keyOrId });
    throw new Refusal('invalid', 'unit-not-found', message, [{ path: 'unit', code: 'unit-not-found', message }]);
  }
}
