import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Directory } from '../../../organisation/directory/directory.js';
import { AdminsOnly } from '../../../organisation/session/admins-only.decorator.js';
import { CurrentActor } from '../../../organisation/session/current-actor.decorator.js';
import { NeedsSession } from '../../../organisation/session/session-need.decorator.js';
import type { Actor, Tx } from '../../../platform/context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { expectedVersion, versionTag } from '../../../platform/http/if-match.js';
import type { LocalisedText } from '../../../platform/languages.js';
import { ChangeStreamAccess } from '../../../streams/definitions/change-access.js';
import { StreamRegistry } from '../../../streams/definitions/stream-registry.service.js';
import { PreviewRules, type RulesPreview } from './preview-rules.js';
import { accessPartOfBody, rulesView, type AccessRulesView } from './rules-view.js';
import { AccessRulesDto } from './rules.dto.js';

const versionHeader = { name: 'If-Match', required: true, description: 'The ETag that the rules were read with' };

/** Who may do what in a stream: read, tried out and changed by administrators. */
@ApiTags('access')
@AdminsOnly()
@Controller('api/access/rules')
export class AccessRulesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChangeStreamAccess,
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly previews: PreviewRules,
  ) {}

  @Get(':stream')
  @ApiOperation({ summary: 'The rules of access of a stream and who sees its fields, with the roles to choose from' })
  async one(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessRulesView> {
    const view = await this.unitOfWork.run(actor, ({ tx }) => this.view(tx, actor, stream));
    void reply.header('etag', versionTag(view.version));
    return view;
  }

  @Post(':stream/preview')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Who would gain and who would lose what by other rules; changes nothing',
    description: 'Counted over the newest documents of the stream, for as many people as are told.',
  })
  preview(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Body() body: AccessRulesDto,
  ): Promise<RulesPreview> {
    return this.unitOfWork.run(actor, async (ctx) => {
      const held = await this.access.read(ctx.tx, stream);
      const draft = await this.access.draft(ctx.tx, held, accessPartOfBody(body));
      return this.previews.of(ctx, held.definition, draft);
    });
  }

  @NeedsSession('fresh')
  @Put(':stream')
  @ApiHeader(versionHeader)
  @ApiOperation({ summary: 'Change the rules of access of a stream, which hold at once' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: AccessRulesDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessRulesView> {
    const expected = expectedVersion(ifMatch);
    await this.unitOfWork.run(actor, (ctx) => this.access.execute(ctx, stream, accessPartOfBody(body), expected));
    await this.streams.refresh();
    return this.one(actor, stream, reply);
  }

  private async view(tx: Tx, { language }: Actor, stream: string): Promise<AccessRulesView> {
    const held = await this.access.read(tx, stream);
    const given = await tx.query<{ key: string; name: LocalisedText }>('SELECT key, name FROM role');
    const roles = await this.access.knownRoles(tx);
    const names = new Map(given.map(({ key, name }) => [key, name]));
    return rulesView(held, { stream, org: this.directory.snapshot(), language, roles, names });
  }
}
