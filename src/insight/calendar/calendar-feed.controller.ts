import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalendarFeeds } from '../../organisation/calendar-feeds/calendar-feeds.js';
import { publicActor } from '../../organisation/directory/actors.js';
import { Directory } from '../../organisation/directory/directory.js';
import { actorOf, calendarFor } from '../../organisation/directory/queries.js';
import { Public } from '../../organisation/session/public.decorator.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { calendarFeed } from './calendar-feed.js';
import { ReadCalendar } from './read-calendar.js';

const dayMs = 86_400_000;
const daysBack = 60;
const daysAhead = 400;

/** The calendar of a person for calendar programs, by its secret address. */
@ApiExcludeController()
@Public()
@Controller('calendar')
export class CalendarFeedController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly feeds: CalendarFeeds,
    private readonly calendar: ReadCalendar,
    private readonly directory: Directory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get(':file')
  async read(
    @Param('file') file: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { publicUrl } = this.config;
    const found = await this.unitOfWork.run(publicActor, async (context) => {
      const id = file.endsWith('.ics') ? await this.feeds.personOf(context, file.slice(0, -4)) : undefined;
      const org = this.directory.snapshot();
      const person = id === undefined ? undefined : org.persons.get(id);
      if (!person?.active) throw new Refusal('notFound', 'no-calendar-feed', 'There is no such calendar.');
      const { now } = context;
      const day = (days: number) => new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
      const range = { from: day(-daysBack), to: day(daysAhead), people: [person.id] };
      const { items } = await this.calendar.read({ ...context, actor: actorOf(org, person.id) }, range);
      const { timeZone } = calendarFor(org, { personId: person.id });
      return { items, place: { language: person.language, person: person.name, timeZone, publicUrl, now } };
    });
    const content = JSON.stringify([found.items, found.place.person, found.place.timeZone, found.place.language]);
    const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
    void reply.header('etag', etag).header('cache-control', 'private, no-cache').header('x-robots-tag', 'noindex');
    if (known?.split(/\s*,\s*/).some((one) => one.replace(/^W\//, '') === etag)) {
      void reply.status(304);
      return '';
    }
    void reply.type('text/calendar; charset=utf-8').header('content-disposition', 'inline; filename="millrace.ics"');
    return calendarFeed(found.items, found.place);
  }
}
