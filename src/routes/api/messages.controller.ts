import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { adminRole } from '../../organisation/access/grant.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { largestPayload } from '../engine/sending.js';
import { ReadMessages, type MessageView } from '../runs/read-messages.js';
import { sendMessage, sendSignal } from '../runs/send-thrown.js';
import { UnclaimedMessages } from '../runs/unclaimed-messages.js';
import { MessageDto, SignalDto } from './messages.dto.js';

/** What became of what was sent: a message waits until a run has had it, a signal is sent once. */
export interface SentView {
  readonly id: string;
  readonly state: 'waiting' | 'sent';
}

/** What runs are told from outside. */
@ApiTags('routes')
@Controller('/api')
export class MessagesController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly documents: ReadDocuments,
    private readonly messages: ReadMessages,
    private readonly unclaimed: UnclaimedMessages,
  ) {}

  @Post('messages')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send a message to the run that waits for it; one that nobody waits for is kept for 7 days',
  })
  message(
    @CurrentActor() actor: Actor,
    @Body() { name, key, variables = {}, document }: MessageDto,
  ): Promise<SentView> {
    refuseNul({ name, key, variables });
    refuseLarge(variables);
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
  signal(@CurrentActor() actor: Actor, @Body() { name, variables = {}, document }: SignalDto): Promise<SentView> {
    refuseNul({ name, variables });
    refuseLarge(variables);
    return this.work.run(actor, async (context) => {
      await this.allow(context, document);
      const about = { documentId: document ?? null, fromRun: null };
      const { id, written } = sendSignal(context, this.jobs, { name, variables, ...about });
      await written;
      return { id, state: 'sent' };
    });
  }

  @Get('messages/:id')
  @ApiOperation({ summary: 'A message and what became of it, for its sender and the readers of its document' })
  read(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<MessageView> {
    return this.work.run(actor, (context) => this.messages.get(context, id));
  }

  @Post('messages/:id/resend')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a message that nobody came to wait for once more, as it was' })
  resend(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<MessageView> {
    return this.settled(actor, id, (context) => this.unclaimed.resend(context, id));
  }

  @Post('messages/:id/dismiss')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave a message that nobody came to wait for' })
  dismiss(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<MessageView> {
    return this.settled(actor, id, (context) => this.unclaimed.dismiss(context, id));
  }

  private settled(actor: Actor, id: string, settle: (context: Context) => Promise<void>): Promise<MessageView> {
    return this.work.run(actor, async (context) => {
      await settle(context);
      return this.messages.get(context, id);
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

/** What is larger belongs on the document. @throws Refusal tooLarge */
function refuseLarge(variables: Readonly<Record<string, unknown>>): void {
  const { length } = JSON.stringify(variables);
  if (length <= largestPayload) return;
  const message = say(
    'The variables have {characters} characters as JSON; send at most {most}, and the rest on the document.',
    { characters: length, most: largestPayload },
  );
  throw new Refusal('tooLarge', 'payload-too-large', message, [
    { path: 'variables', code: 'payload-too-large', message },
  ]);
}

/** PostgreSQL keeps no NUL character, neither in texts nor in JSON. @throws Refusal malformed */
function refuseNul(parts: Readonly<Record<string, unknown>>): void {
  // an even number of backslashes before it: the character itself, not a text that spells its escape
  const nul = /(?<!\\)(?:\\\\)*\\u0000/;
  const problems = Object.entries(parts).flatMap(([path, value]) =>
    value !== undefined && nul.test(JSON.stringify(value))
      ? [{ path, code: 'nul-character', message: say('{path} holds a NUL character; send it without.', { path }) }]
      : [],
  );
  const [first] = problems;
  if (first) throw new Refusal('malformed', 'malformed-request', first.message, problems);
}
