import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { MarkReadDto, NotificationsQueryDto } from './notifications.dto.js';
import { ReadNotifications, type NotificationPage, type UnreadCount } from './read-notifications.js';

/** What stands under the bell. */
@ApiTags('notifications')
@Controller('api/notifications')
export class NotificationsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly notifications: ReadNotifications,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What happened that concerns me, the newest first, in my language' })
  list(@CurrentActor() actor: Actor, @Query() query: NotificationsQueryDto): Promise<NotificationPage> {
    return this.work.run(actor, (context) => this.notifications.page(context, query));
  }

  @Get('count')
  @ApiOperation({ summary: 'How much is unread; 100 stands for 100 or more' })
  count(@CurrentActor() actor: Actor): Promise<UnreadCount> {
    return this.work.run(actor, (context) => this.notifications.unread(context));
  }

  @NotAudited("it marks one's own notifications as read")
  @Post('read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark as read: some by id, all about a document, or all' })
  read(@CurrentActor() actor: Actor, @Body() body: MarkReadDto): Promise<UnreadCount> {
    return this.work.run(actor, (context) => this.notifications.markRead(context, body));
  }
}
