import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../../platform/context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Refusal } from '../../../platform/errors.js';
import { isUuid } from '../../../platform/ids.js';
import type { Page } from '../../../platform/http/page.js';
import { StreamRegistry } from '../../../streams/definitions/stream-registry.service.js';
import { requireRole } from '../../items/intake-items.js';
import { readMailboxUrl } from './mailbox-address.js';
import { Mailboxes, type MailboxView } from './mailboxes.js';
import { ChangeMailboxDto, SaveMailboxDto } from './mailboxes.dto.js';

const keepers = ['admin'];

/** The mailboxes that are read, for administrators. */
@ApiTags('intake')
@Controller('api/mailboxes')
export class MailboxesController {
  constructor(
    private readonly mailboxes: Mailboxes,
    private readonly streams: StreamRegistry,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** The mailboxes that are read, with what they last said. */
  @Get()
  async list(@CurrentActor() actor: Actor): Promise<Page<MailboxView>> {
    requireRole(actor, keepers);
    return { items: await this.mailboxes.list(), nextCursor: null };
  }

  /** Adds a mailbox, or gives a known one a new password or stream. Reading begins at once. */
  @Post()
  async save(@CurrentActor() actor: Actor, @Body() { url }: SaveMailboxDto): Promise<MailboxView> {
    requireRole(actor, keepers);
    const address = readMailboxUrl(url);
    if ('problem' in address) {
      const problems = [{ path: 'url', code: 'mailbox-url', message: address.problem }];
      throw new Refusal('invalid', 'mailbox-url', address.problem, problems);
    }
    this.streams.get(address.stream);
    return this.unitOfWork.run(actor, (ctx) => this.mailboxes.save(ctx, address, url));
  }

  /** Tries at once to read a mailbox that is down, instead of waiting for the next try. */
  @Post(':id/retry')
  @HttpCode(200)
  async retry(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<MailboxView> {
    requireRole(actor, keepers);
    const mailbox = isUuid(id) ? await this.unitOfWork.run(actor, (ctx) => this.mailboxes.retry(ctx, id)) : undefined;
    if (!mailbox) throw new Refusal('notFound', 'mailbox-not-found', 'There is no such mailbox that is read.');
    return mailbox;
  }

  /** Stops or resumes reading. */
  @Patch(':id')
  async change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { active }: ChangeMailboxDto,
  ): Promise<MailboxView> {
    requireRole(actor, keepers);
    const changed = isUuid(id)
      ? await this.unitOfWork.run(actor, (ctx) => this.mailboxes.setActive(ctx, id, active))
      : undefined;
    if (!changed) throw new Refusal('notFound', 'mailbox-not-found', 'There is no such mailbox.');
    return changed;
  }
}
