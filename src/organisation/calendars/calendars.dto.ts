import { ArrayMaxSize, IsArray, IsObject, IsString, Length } from 'class-validator';
import type { CalendarException, WorkingCalendar } from '../../worktime/working-calendar.js';

/** Body of `PUT /api/calendars/{key}`; what is inside is checked by the rules of working calendars. */
export class WorkingCalendarDto {
  /** IANA, e.g. `Europe/Vilnius`. */
  @IsString()
  @Length(1, 100)
  timeZone!: string;

  @IsObject()
  week!: WorkingCalendar['week'];

  @IsArray()
  @ArrayMaxSize(5000)
  exceptions!: CalendarException[];
}
