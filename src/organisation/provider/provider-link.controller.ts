import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { ProviderLinks, type ProviderLinkView } from './provider-links.js';

@ApiTags('session')
@NeedsSession('any')
@Controller('api/me/provider-link')
export class ProviderLinkController {
  constructor(
    private readonly links: ProviderLinks,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether I am known to the sign-in provider of the firm' })
  async show(@CurrentActor() actor: Actor): Promise<ProviderLinkView> {
    return this.unitOfWork.run(actor, (context) => this.links.show(context));
  }

  @NeedsSession('fresh')
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Unlink my account at the provider; not when it is my only way to sign in' })
  async remove(@CurrentActor() actor: Actor): Promise<void> {
    await this.unitOfWork.run(actor, (context) => this.links.remove(context));
  }
}
