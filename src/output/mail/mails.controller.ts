import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ResendMail, type MailState } from './resend-mail.js';

/** Mails that no server took. */
@ApiTags('mails')
@Controller('/api/mails/:id')
export class MailsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly mails: ResendMail,
  ) {}

  @Post('send')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a mail that failed again' })
  send(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<MailState> {
    return this.work.run(actor, (context) => this.mails.send(context, id));
  }

  @Post('dismiss')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give up a mail that failed' })
  dismiss(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<MailState> {
    return this.work.run(actor, (context) => this.mails.dismiss(context, id));
  }
}
