import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Directory } from '../../organisation/directory/directory.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { Clock } from '../../platform/clock.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notificationEvents, type EventKey } from '../notification-events.js';
import { eventName } from '../texts/say-notification.js';
import { checkSettings } from './check-settings.js';
import { afterQuiet, timeZoneOf } from './sending-time.js';
import { ChangeSettingsDto } from './settings.dto.js';
import { SettingsStore, type PersonSettings } from './settings-store.js';
import type { EventChoice, QuietHours } from './settings.js';

/** What a person is told of, and how: complete, with the names of the events. */
export interface SettingsView {
  readonly events: readonly (EventChoice & { readonly event: EventKey; readonly name: string })[];
  readonly quietHours: QuietHours | null;
  readonly digestAt: string;
  readonly overview: boolean;
  /** What was chosen; null for that of the working calendar. */
  readonly timeZone: string | null;
  /** The zone by which quiet hours and the daily letter go. */
  readonly effectiveTimeZone: string;
  readonly showContent: boolean;
  readonly holdWhileAbsent: boolean;
  /** Whether push and letters are held back at this moment. */
  readonly quietNow: boolean;
}

/** By which ways I want to be told of what. */
@ApiTags('notifications')
@Controller('api/me/notification-settings')
export class SettingsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly directory: Directory,
    private readonly settings: SettingsStore,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What I am told of and by which ways: bell, push, letter; quiet hours and the daily letter',
  })
  async show(@CurrentActor() actor: Actor): Promise<SettingsView> {
    const organisation = this.directory.snapshot();
    const all = await this.work.run(actor, ({ tx }) => this.settings.of(tx, organisation, [actor.id]));
    const own = all.get(actor.id);
    if (!own) throw new Error('Nobody has no settings.');
    return this.view(actor, own);
  }

  @Patch()
  @ApiOperation({ summary: 'Change some of them; what is absent stays' })
  async change(@CurrentActor() actor: Actor, @Body() body: ChangeSettingsDto): Promise<SettingsView> {
    const patch = checkSettings(body);
    const organisation = this.directory.snapshot();
    const changed = await this.work.run(actor, ({ tx, now }) =>
      this.settings.change(tx, organisation, actor.id, patch, now),
    );
    return this.view(actor, changed);
  }

  private view({ language }: Actor, own: PersonSettings): SettingsView {
    const { events, ...plain } = own.settings;
    const nowMs = this.clock.now().getTime();
    return {
      ...plain,
      events: notificationEvents.map((event) => ({ event, name: eventName(event, language), ...events[event] })),
      effectiveTimeZone: timeZoneOf(own),
      quietNow: afterQuiet(own, nowMs) > nowMs,
    };
  }
}
