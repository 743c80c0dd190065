import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { mailWays, type EventChoice, type MailWay } from './settings.js';

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
const asClock = { message: 'Expected a time of day as HH:MM, e.g. 07:30.' };

/** When nothing is sent. */
export class QuietHoursDto {
  /** `HH:MM` of the person's clock; after `to` it is over midnight. */
  @Matches(clock, asClock)
  from!: string;

  @Matches(clock, asClock)
  to!: string;

  /** All day on days without work, too. */
  @IsBoolean()
  daysOff!: boolean;
}

/** A change of one event's ways. */
export class EventChoiceDto implements Partial<EventChoice> {
  @IsOptional()
  @IsBoolean()
  bell?: boolean;

  @IsOptional()
  @IsBoolean()
  push?: boolean;

  /** At once, in the daily letter, or not. */
  @IsOptional()
  @IsIn(mailWays)
  mail?: MailWay;
}

/** Body of `PATCH /api/me/notification-settings`: what is absent stays. */
export class ChangeSettingsDto {
  /** By event: the ways that change. */
  @IsOptional()
  @IsObject()
  events?: Record<string, EventChoiceDto>;

  /** Null: none. */
  @ValidateIf((body: ChangeSettingsDto) => body.quietHours !== null && body.quietHours !== undefined)
  @ValidateNested()
  @Type(() => QuietHoursDto)
  quietHours?: QuietHoursDto | null;

  /** `HH:MM` of the person's clock. */
  @IsOptional()
  @Matches(clock, asClock)
  digestAt?: string;

  /** Every working day a letter with what is open, also when there is nothing new. */
  @IsOptional()
  @IsBoolean()
  overview?: boolean;

  /** IANA, e.g. `Europe/Vilnius`; null for that of the working calendar. */
  @ValidateIf((body: ChangeSettingsDto) => body.timeZone !== null && body.timeZone !== undefined)
  @IsString()
  @MaxLength(60)
  timeZone?: string | null;

  /** Whether push messages say what it is about. */
  @IsOptional()
  @IsBoolean()
  showContent?: boolean;

  /** Whether push and letters wait while the person is absent. */
  @IsOptional()
  @IsBoolean()
  holdWhileAbsent?: boolean;
}
