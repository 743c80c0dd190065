import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { Issued, UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/page.js';
import type { AssignmentView } from '../assignments/assignment-row.js';
import { MendRun } from '../runs/mend-run.js';
import { ShowAssignments } from '../runs/show-assignments.js';
import { ReadRuns, type RunSummary, type RunView } from '../runs/read-runs.js';
import { StartRun } from '../runs/start-run.js';
import { CancelRunDto, StartRunDto } from './runs.dto.js';

/** Runs: those of a document, single ones, starting, mending. */
@ApiTags('routes')
@Controller('/api')
export class RunsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly runs: ReadRuns,
    private readonly startRun: StartRun,
    private readonly mend: MendRun,
    private readonly documents: ReadDocuments,
    private readonly assignments: ShowAssignments,
  ) {}

  @Get('documents/:id/runs')
  @ApiOperation({ summary: 'The runs of a document, newest first' })
  ofDocument(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page<RunSummary>> {
    return this.work.run(actor, async (context) => {
      await this.documents.get(context, id);
      return { items: await this.runs.ofDocument(context, id), nextCursor: null };
    });
  }

  @Get('documents/:id/assignments')
  @ApiOperation({ summary: 'The assignments on a document, open and closed' })
  assignmentsOf(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page<AssignmentView>> {
    return this.work.run(actor, async (context) => {
      await this.documents.get(context, id);
      return this.assignments.list(context, { document: id, state: 'all', limit: 200 });
    });
  }

  @Post('documents/:id/runs')
  @ApiOperation({ summary: 'Send the document along a route' })
  async start(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: StartRunDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RunView> {
    const run = await this.work.run(actor, async (context) => {
      const document = await this.documents.row(context, id, 'edit');
      const { run: started, written } = await this.startRun.byHand(context, { ...body, documentId: id, document });
      const view = this.runs.get(context, started.id);
      // What became of the start is told first; the view fails with it.
      view.catch(() => undefined);
      return new Issued(written.then(() => view));
    });
    void reply.header('location', `/api/runs/${run.id}`);
    return run;
  }

  @Get('runs/:id')
  @ApiOperation({ summary: 'One run: active elements, assignments, timers, incidents, trail' })
  get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<RunView> {
    return this.work.run(actor, (context) => this.runs.get(context, id));
  }

  @Post('runs/:id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a run before its end, with a reason' })
  cancel(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { reason }: CancelRunDto): Promise<RunView> {
    return this.work.run(actor, async (context) => {
      const { document } = await this.runs.get(context, id);
      await this.documents.row(context, document.id, 'edit');
      await this.mend.cancel(context, id, reason);
      return this.runs.get(context, id);
    });
  }
}
