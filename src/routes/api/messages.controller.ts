import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { adminRole } from '../../organisation/access/grant.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { runJobs } from '../runs/run-record.js';
import { sendMessage } from '../runs/send-thrown.js';
import { MessageDto, SignalDto } from './messages.dto.js';

/** What runs are told from outside. */
@ApiTags('routes')
@Controller('/api')
export class MessagesController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly documents: ReadDocuments,
  ) {}

  @Post('messages')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send a message to the run that waits for it; one that nobody waits for is kept for 7 days',
  })
  message(@CurrentActor() actor: Actor, @Body() { name, key, variables = {}, document }: MessageDto) {
    refuseNul({ name, key, variables });
    return this.work.run(actor, async (context) => {
      await this.allow(context, document);
      const about = { documentId: document ?? null, fromRun: null };
      const { id, written } = sendMessage(context, this.jobs, { name, key, variables, ...about });
      await written;
      return { id, state: 'waiting' };
    });
  }

  @Post('signals')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a signal to every run that waits for it now' })
  signal(@CurrentActor() actor: Actor, @Body() { name, variables = {}, document }: SignalDto) {
    refuseNul({ name, variables });
    return this.work.run(actor, async (context) => {
      await this.allow(context, document);
      const signal = { name, variables, documentId: document ?? null, fromRun: null };
      await this.jobs.add(context.tx, runJobs.broadcastSignal, signal);
      return { name };
    });
  }

  private async allow(context: Context, document: string | undefined): Promise<void> {
    if (document !== undefined) await this.documents.row(context, document, 'edit');
    else if (!context.actor.roles.includes(adminRole)) {
      const message = 'Name the document that it is about, one that you may edit; without one an administrator sends.';
      throw new Refusal('forbidden', 'document-needed', message, [
        { path: 'document', code: 'document-needed', message },
      ]);
    }
  }
}

/** PostgreSQL keeps no NUL character, neither in texts nor in JSON. @throws Refusal malformed */
function refuseNul(parts: Readonly<Record<string, unknown>>): void {
  // an even number of backslashes before it: the character itself, not a text that spells its escape
  const nul = /(?<!\\)(?:\\\\)*\\u0000/;
  const problems = Object.entries(parts).flatMap(([path, value]) =>
    value !== undefined && nul.test(JSON.stringify(value))
      ? [{ path, code: 'nul-character', message: `${path} holds a NUL character; send it without.` }]
      : [],
  );
  const [first] = problems;
  if (first) throw new Refusal('malformed', 'malformed-request', first.message, problems);
}
