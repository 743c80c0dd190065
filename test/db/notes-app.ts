import { Body, Controller, Get, Module, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { setTimeout } from 'node:timers/promises';
import { OrganisationModule } from '../../src/organisation/organisation.module.js';
import { CurrentActor } from '../../src/organisation/session/current-actor.decorator.js';
import { Public } from '../../src/organisation/session/public.decorator.js';
import type { Actor, Context } from '../../src/platform/context.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Refusal } from '../../src/platform/errors.js';
import { newId } from '../../src/platform/ids.js';

interface Note {
  readonly note: string;
  readonly pause?: number;
}

/** What a test wants of the handlers, and what one of them began and did not wait for. */
export const behaviour: { refuse: boolean; afterwards: Promise<void> | undefined } = {
  refuse: false,
  afterwards: undefined,
};

/** Handlers of the kinds that the application has: one effect, several, failing halfway, reading, answering nothing. */
@Controller('notes')
class NotesController {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post()
  async add(
    @CurrentActor() actor: Actor,
    @Body() { note, pause }: Note,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = await this.unitOfWork.run(actor, async (context) => {
      const written = await write(context, note);
      if (pause !== undefined) await context.tx.query('SELECT pg_sleep($1)', [pause]);
      if (behaviour.refuse) throw new Refusal('invalid', 'not-today', 'Not today.');
      return written;
    });
    void reply.header('location', `/notes/${id}`);
    const seen = await this.unitOfWork.read('SELECT note FROM note WHERE id = $1', [id]);
    return { id, note, seen: seen.length };
  }

  @Public()
  @Post('public')
  addPublic(@CurrentActor() actor: Actor, @Body() { note }: Note) {
    return this.unitOfWork.run(actor, async (context) => ({ id: await write(context, note) }));
  }

  /** The first attempt fails in the middle of a broken transaction; a second one does without the step that failed. */
  @Post('second-try')
  async secondTry(@CurrentActor() actor: Actor, @Body() { note }: Note) {
    try {
      return await this.unitOfWork.run(actor, async (context) => {
        await write(context, `${note} with step`);
        return context.tx.query<{ id: string }>('SELECT 1 / 0');
      });
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return this.unitOfWork.run(actor, async (context) => ({ id: await write(context, `${note} without step`) }));
    }
  }

  @Post('half')
  async half(@CurrentActor() actor: Actor, @Body() { note }: Note) {
    await this.unitOfWork.run(actor, (context) => write(context, note));
    throw new Error('the second half failed');
  }

  @Post('unspeakable')
  unspeakable(@CurrentActor() actor: Actor, @Body() { note }: Note) {
    return this.unitOfWork.run(actor, async (context) => ({ id: await write(context, note), big: 1n }));
  }

  @Post('many')
  async many(@CurrentActor() actor: Actor, @Body() { note }: Note, @Query('count') count: string) {
    const parts = Array.from({ length: Number(count) }, (_, index) => index);
    const ids = await Promise.all(
      parts.map((part) =>
        this.unitOfWork.run(actor, async (context) => {
          const nested = await this.unitOfWork.run(actor, (inner) => write(inner, `${note} ${part} nested`));
          return [await write(context, `${note} ${part}`), nested];
        }),
      ),
    );
    const late = () => this.unitOfWork.run(actor, (context) => write(context, `${note} afterwards`));
    behaviour.afterwards = setTimeout(100).then(async () => {
      await late();
    });
    return { ids: ids.flat() };
  }

  @Post('nothing/:what')
  nothing(@Param('what') what: string) {
    return { what, at: newId() };
  }

  @Get()
  list() {
    return this.unitOfWork.read('SELECT note FROM note');
  }
}

async function write({ tx, actor }: Context, note: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>('INSERT INTO note (note, author) VALUES ($1, $2) RETURNING id', [
    note,
    actor.login,
  ]);
  return row?.id ?? '';
}

@Module({ imports: [OrganisationModule], controllers: [NotesController] })
export class NotesModule {}
