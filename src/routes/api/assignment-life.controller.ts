import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { AssignmentView } from '../assignments/assignment-row.js';
import { HoldAssignment } from '../assignments/hold-assignment.js';
import { ReadAssignments } from '../assignments/read-assignments.js';
import { DismissLapse } from '../runs/dismiss-lapse.js';
import { GiveUpAssignment } from '../runs/give-up-assignment.js';
import { ReportAssignment } from '../runs/report-assignment.js';
import { moment } from './moment.js';
import { AcceptDto, CompleteDto, DismissLapseDto, FailDto, ReturnDto, SkipDto, SuspendDto } from './assignments.dto.js';

/** What happens to an assignment besides being decided and changing hands. */
@ApiTags('assignments')
@Controller('/api/assignments/:id')
export class AssignmentLifeController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly assignments: ReadAssignments,
    private readonly hold: HoldAssignment,
    private readonly reports: ReportAssignment,
    private readonly givingUp: GiveUpAssignment,
    private readonly lapses: DismissLapse,
  ) {}

  @Post('start')
  @HttpCode(200)
  @ApiOperation({ summary: 'Open it to work on; the decision before it cannot be recalled any more' })
  start(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.hold.start(context, id));
  }

  @Post('suspend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lay it aside, for good or until a time' })
  suspend(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { until, reason }: SuspendDto,
  ): Promise<AssignmentView> {
    const time = until === undefined ? null : moment(until, 'until');
    return this.changed(actor, id, (context) => this.hold.suspend(context, id, time, reason ?? null));
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take it up again' })
  resume(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.hold.resume(context, id));
  }

  @Post('skip')
  @HttpCode(200)
  @ApiOperation({ summary: 'Skip a step that the route allows to be skipped' })
  skip(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { reason }: SkipDto): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.givingUp.skip(context, id, reason));
  }

  @Post('fail')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say that it cannot be done; the route catches it, or an administrator sees it' })
  fail(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { code, reason }: FailDto,
  ): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.givingUp.fail(context, id, code, reason));
  }

  @Post('report')
  @HttpCode(200)
  @ApiOperation({ summary: 'Report to the controller that it is done' })
  report(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: CompleteDto): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.reports.report(context, id, body));
  }

  @Post('accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Accept what was reported; the route goes on' })
  accept(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: AcceptDto): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.reports.accept(context, id, body));
  }

  @Post('return')
  @HttpCode(200)
  @ApiOperation({ summary: 'Return what was reported, with the reason' })
  sendBack(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: ReturnDto): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.reports.sendBack(context, id, body));
  }

  @Post('dismiss-lapse')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Leave it at a decision that has lapsed, with the reason: by whoever took it, or an administrator',
  })
  dismissLapse(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: DismissLapseDto,
  ): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.lapses.execute(context, id, reason));
  }

  /** Does `work` and answers the assignment as it is afterwards, in one transaction. */
  private changed(actor: Actor, id: string, work: (context: Context) => Promise<void>): Promise<AssignmentView> {
    return this.work.run(actor, async (context) => {
      await work(context);
      return this.assignments.get(context, id);
    });
  }
}
