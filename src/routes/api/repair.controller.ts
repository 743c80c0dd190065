import { Body, Controller, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { FireTimer } from '../runs/fire-timer.js';
import { MendRun } from '../runs/mend-run.js';
import { ReadRuns, type RunView } from '../runs/read-runs.js';
import type { RunRecord } from '../runs/run-record.js';
import { ActivateDto, FireTimerDto, MoveDto, RetryDto, VariablesDto } from './runs.dto.js';

/** Runs that do not go on as they should, and work that the drawing leaves to people. */
@ApiTags('routes')
@Controller('/api')
export class RepairController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly mend: MendRun,
    private readonly timers: FireTimer,
    private readonly runs: ReadRuns,
    private readonly documents: ReadDocuments,
  ) {}

  @Post('incidents/:id/retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Do again what failed, with variables put right first where that was the cause' })
  retry(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { variables }: RetryDto): Promise<RunView> {
    return this.mended(actor, (context) => this.mend.retry(context, id, variables));
  }

  @Patch('runs/:id/variables')
  @ApiOperation({ summary: 'Set variables of a run, with a reason; recorded' })
  variables(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: VariablesDto): Promise<RunView> {
    return this.mended(actor, (context) => this.mend.setVariables(context, id, body));
  }

  @Post('runs/:id/move')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a run from where it waits to an element beside it, with a reason; recorded' })
  move(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: MoveDto): Promise<RunView> {
    return this.mended(actor, (context) => this.mend.move(context, id, body));
  }

  @Post('runs/:id/timers/:timer/fire')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let a timer fire now; one that has fired already is left at that; recorded' })
  fire(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('timer') timer: string,
    @Body() { reason }: FireTimerDto,
  ): Promise<RunView> {
    return this.mended(actor, async (context) => {
      await this.timers.execute(context, id, timer, reason);
      return { id };
    });
  }

  @Post('runs/:id/activate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Issue a task of an ad-hoc sub-process that is under way' })
  activate(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { element }: ActivateDto): Promise<RunView> {
    return this.work.run(actor, async (context) => {
      const { document } = await this.runs.get(context, id);
      await this.documents.row(context, document.id, 'edit');
      await this.mend.activate(context, id, element);
      return this.runs.get(context, id);
    });
  }

  private mended(actor: Actor, mend: (context: Context) => Promise<Pick<RunRecord, 'id'>>): Promise<RunView> {
    if (!actor.roles.includes('admin'))
      throw new Refusal('forbidden', 'admin-only', 'Runs are mended by an administrator.');
    return this.work.run(actor, async (context) => {
      const run = await mend(context);
      return this.runs.get(context, run.id);
    });
  }
}
