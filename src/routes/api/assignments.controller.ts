import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor, Context } from '../../platform/context.js';
import { Issued, UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/page.js';
import type { AssignmentView } from '../assignments/assignment-row.js';
import { ChangeHands } from '../assignments/change-hands.js';
import { ReadAssignments } from '../assignments/read-assignments.js';
import { DecideAssignment } from '../runs/decide-assignment.js';
import { AssignmentsQueryDto, CompleteDto, ReasonDto, ToPersonDto } from './assignments.dto.js';
import { refusingOutcome } from './refusing-outcome.js';

/** The inbox and what is done with an assignment. */
@ApiTags('assignments')
@Controller('/api/assignments')
export class AssignmentsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly assignments: ReadAssignments,
    private readonly decide: DecideAssignment,
    private readonly hands: ChangeHands,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The inbox (`mine=true`) and other lists of assignments, by due date' })
  list(@CurrentActor() actor: Actor, @Query() query: AssignmentsQueryDto): Promise<Page<AssignmentView>> {
    return this.work.run(actor, (context) => this.assignments.list(context, query));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One assignment' })
  get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AssignmentView> {
    return this.work.run(actor, (context) => this.assignments.get(context, id));
  }

  @Post(':id/complete')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide: an outcome, with a comment where a reason is needed; the route goes on' })
  complete(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: CompleteDto): Promise<AssignmentView> {
    // The route goes on and all is committed in one round trip.
    return this.work.run(actor, async (context) => {
      const issued = await this.decide.issue(context, id, body);
      if ('reported' in issued) return this.assignments.done(context, id);
      return new Issued(issued.decided.then((row) => this.assignments.view(context, row)));
    });
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide with the outcome that refuses, giving the reason' })
  refuse(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<AssignmentView> {
    return this.changed(actor, id, async (context) => {
      const assignment = await this.assignments.get(context, id);
      await this.decide.execute(context, id, { outcome: refusingOutcome(assignment), comment: reason });
    });
  }

  @Post(':id/claim')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an assignment that is offered to several' })
  claim(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.hands.claim(context, id));
  }

  @Post(':id/release')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give it back to the candidates' })
  release(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.hands.release(context, id));
  }

  @Post(':id/delegate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let somebody else do it; the owner stays accountable' })
  delegate(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { to }: ToPersonDto,
  ): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.hands.delegate(context, id, to));
  }

  @Post(':id/forward')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pass it on; responsibility goes with it' })
  forward(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { to }: ToPersonDto): Promise<AssignmentView> {
    return this.changed(actor, id, (context) => this.hands.forward(context, id, to));
  }

  /** Does `work` and answers the assignment as it is afterwards, in one transaction. */
  private changed(actor: Actor, id: string, work: (context: Context) => Promise<unknown>): Promise<AssignmentView> {
    return this.work.run(actor, async (context) => {
      await work(context);
      return this.assignments.get(context, id);
    });
  }
}
