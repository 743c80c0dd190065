import { Controller, Delete, Get, HttpCode, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CurrentActor } from './current-actor.decorator.js';
import { describeAgent, type AgentWords } from './describe-agent.js';
import { takeCookie } from './session-answer.js';
import { NeedsSession } from './session-need.decorator.js';
import { Sessions, type SignInMethod } from './sessions.js';

/** One of my sessions. `device` is in my language, e.g. "Firefox on Windows". */
export interface OwnSessionView extends AgentWords {
  readonly id: string;
  /** The one of this very request. */
  readonly current: boolean;
  readonly address: string | null;
  readonly method: SignInMethod;
  readonly createdAt: string;
  /** Exact to five minutes. */
  readonly lastSeenAt: string;
  readonly expiresAt: string;
}

/** Answer of `GET /api/me/sessions`. */
export interface SessionListView {
  readonly items: readonly OwnSessionView[];
  readonly nextCursor: null;
}

/** Answer of `DELETE /api/me/sessions`. */
export interface EndedSessionsView {
  /** How many ended. */
  readonly ended: number;
}

@ApiTags('session')
@NeedsSession('any')
@Controller('api/me/sessions')
export class MySessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Where I am signed in, the session used last first' })
  async list(@CurrentActor() actor: Actor, @Req() { session }: FastifyRequest): Promise<SessionListView> {
    const rows = await this.unitOfWork.run(actor, (context) => this.sessions.list(context));
    const items = rows.map(({ id, address, agent, method, createdAt, seenAt, expiresAt }) => ({
      id,
      current: id === session?.id,
      ...describeAgent(agent, actor.language),
      address,
      method,
      createdAt: createdAt.toISOString(),
      lastSeenAt: seenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }));
    return { items, nextCursor: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one of my sessions, at once and in every process' })
  async end(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Req() { session }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.unitOfWork.run(actor, (context) => this.sessions.end(context, id));
    if (id === session?.id) takeCookie(reply, this.config.publicUrl);
  }

  @Delete()
  @ApiOperation({ summary: 'End all my sessions but this one' })
  async endOthers(@CurrentActor() actor: Actor, @Req() { session }: FastifyRequest): Promise<EndedSessionsView> {
    const ended = await this.unitOfWork.run(actor, (context) =>
      this.sessions.endOthers(context, actor.id, session?.id),
    );
    return { ended };
  }
}
