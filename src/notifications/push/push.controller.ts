import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { PushKeys } from './push-keys.js';
import { SubscribeDto, UnsubscribeDto } from './push.dto.js';
import { Subscriptions } from './subscriptions.js';

/** What a browser needs to subscribe, and how many of mine have. */
export interface PushView {
  /** Of the organisation (VAPID), base64url: `applicationServerKey`. */
  readonly publicKey: string;
  readonly subscriptions: number;
}

/** Messages to browsers that are closed. */
@ApiTags('notifications')
@Controller('api/me/push')
export class PushController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly keys: PushKeys,
    private readonly subscriptions: Subscriptions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The key with which a browser subscribes, and how many of mine have' })
  show(@CurrentActor() actor: Actor): Promise<PushView> {
    return this.work.run(actor, async (context) => ({
      publicKey: (await this.keys.pair(context)).publicKey,
      subscriptions: await this.subscriptions.count(context),
    }));
  }

  @NotAudited("it is one's own browser")
  @Post('subscriptions')
  @ApiOperation({ summary: 'Send what I am told by push to this browser' })
  subscribe(@CurrentActor() actor: Actor, @Body() { endpoint, keys }: SubscribeDto): Promise<PushView> {
    return this.work.run(actor, async (context) => {
      await this.subscriptions.add(context, { endpoint, p256dh: keys.p256dh, auth: keys.auth });
      const { publicKey } = await this.keys.pair(context);
      return { publicKey, subscriptions: await this.subscriptions.count(context) };
    });
  }

  @NotAudited("it is one's own browser")
  @Post('unsubscribe')
  @HttpCode(204)
  @ApiOperation({ summary: 'Send nothing to this browser any more' })
  async unsubscribe(@CurrentActor() actor: Actor, @Body() { endpoint }: UnsubscribeDto): Promise<void> {
    await this.work.run(actor, (context) => this.subscriptions.remove(context, endpoint));
  }
}
