import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Directory } from '../../organisation/directory/directory.js';
import { membersOf } from '../../organisation/directory/queries.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { dayOfDate } from '../../worktime/local-time.js';
import type { CalendarItems } from './calendar-item.js';
import { ReadCalendar } from './read-calendar.js';

const day = /^[1-9]\d{3}-\d{2}-\d{2}$/;
const mostDays = 100;

/** Query of `GET /api/calendar`. */
export class CalendarQueryDto {
  /** The first day. */
  @Matches(day, { message: 'Expected a day, e.g. 2026-12-24.' })
  from!: string;

  /** The day after the last, at most 100 days later. */
  @Matches(day, { message: 'Expected a day, e.g. 2026-12-31.' })
  to!: string;

  /** `me` (unless said), `person:<id or login>`, `unit:<id or key>` with the units below it, `units` for all of mine. */
  @IsOptional()
  @IsString()
  @MaxLength(120)
  who?: string;
}

/** What is planned, done and due, by day. */
@ApiTags('calendar')
@Controller('api/calendar')
export class CalendarController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calendar: ReadCalendar,
    private readonly directory: Directory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Planned and done work and assignments by due date: mine, of a person or of units' })
  read(@CurrentActor() actor: Actor, @Query() { from, to, who = 'me' }: CalendarQueryDto): Promise<CalendarItems> {
    const [first, last] = [dayOfDate(from), dayOfDate(to)];
    if (first === undefined || last === undefined || last <= first || last - first > mostDays) {
      const message = say('Expected two days, the second at most {most} days after the first.', { most: mostDays });
      throw new Refusal('malformed', 'malformed-query', message, [{ path: 'to', code: 'range', message }]);
    }
    const people = this.people(actor, who);
    return this.unitOfWork.run(actor, (ctx) => this.calendar.read(ctx, { from, to, people }));
  }

  private people(actor: Actor, who: string): string[] {
    const org = this.directory.snapshot();
    const [, kind, name = ''] = /^(person|unit):(.+)$/.exec(who) ?? [];
    if (kind === 'person')
      return [org.personByLogin.get(name)?.id ?? org.persons.get(name)?.id].filter((id) => id !== undefined);
    if (kind === 'unit') return membersOf(org, name, { deep: true }).map(({ id }) => id);
    if (who === 'units') {
      const units = [...new Set([...actor.unitIds, ...actor.headedUnitIds])];
      return [...new Set(units.flatMap((unit) => membersOf(org, unit).map(({ id }) => id)))];
    }
    if (who === 'me') return [actor.id];
    const message = 'Expected "me", "person:<login>", "unit:<key>" or "units".';
    throw new Refusal('malformed', 'malformed-query', message, [{ path: 'who', code: 'who', message }]);
  }
}
