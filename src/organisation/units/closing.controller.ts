import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { expectedVersion } from '../../platform/http/if-match.js';
import { textIn } from '../../platform/languages.js';
import { beginChange } from '../directory/begin-change.js';
import { Directory } from '../directory/directory.js';
import { PastOrganisation } from '../past/past-organisation.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { CloseUnit } from './close-unit.js';
import { CloseUnitDto } from './units.dto.js';

/** What closing a unit would concern. */
export interface UnitClosing {
  /** Names of open units below it, in the reader's language; while there are any, it cannot be closed. */
  readonly below: readonly string[];
  readonly posts: readonly { readonly key: string; readonly name: string; readonly holders: number }[];
  /** People who hold its posts or head it. */
  readonly people: number;
  /** Documents of the unit, which stay; open ones go to attention. */
  readonly documents: number;
  /** Assignments on them that are not done, which stay with whom they are. */
  readonly assignments: number;
}

const versionHeader = { name: 'If-Match', required: true, description: 'The ETag that the unit was read with' };

/** The end of a unit as of a day. Its posts may give rights, so that this takes a session just confirmed. */
@ApiTags('people')
@AdminsOnly()
@Controller('api/units/:unit')
export class ClosingController {
  constructor(
    private readonly directory: Directory,
    private readonly past: PastOrganisation,
    private readonly closing: CloseUnit,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get('closing')
  @ApiOperation({ summary: 'What closing the unit would concern, and what stands in the way' })
  async look(@CurrentActor() actor: Actor, @Param('unit') key: string): Promise<UnitClosing> {
    const found = await this.unitOfWork.run(actor, (context) => this.closing.contents(context, key));
    const named = (name: Parameters<typeof textIn>[1]) => textIn(actor.language, name);
    return {
      ...found,
      below: found.below.map(named),
      posts: found.posts.map((post) => ({ ...post, name: named(post.name) })),
    };
  }

  @NeedsSession('fresh')
  @Post('close')
  @HttpCode(204)
  @ApiHeader(versionHeader)
  @ApiOperation({ summary: 'Close the unit from a day on; its posts move to another unit, or end' })
  async close(
    @CurrentActor() actor: Actor,
    @Param('unit') key: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: CloseUnitDto,
  ): Promise<void> {
    const expected = expectedVersion(ifMatch);
    const since = body.since === undefined ? undefined : this.past.beginOf(body.since);
    await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context, since);
      await this.closing.close(context, key, body, expected);
    });
    await this.directory.reload();
  }

  @NeedsSession('fresh')
  @Post('reopen')
  @HttpCode(204)
  @ApiHeader(versionHeader)
  @ApiOperation({ summary: 'Open a closed unit again, from now on' })
  async reopen(
    @CurrentActor() actor: Actor,
    @Param('unit') key: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    const expected = expectedVersion(ifMatch);
    await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      await this.closing.reopen(context, key, expected);
    });
    await this.directory.reload();
  }
}
