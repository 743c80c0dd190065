import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { AssignmentView } from '../assignments/assignment-row.js';
import { ReadAssignments } from '../assignments/read-assignments.js';
import { RecallDecision } from '../runs/recall-decision.js';
import { RecallDto } from './runs.dto.js';

/** Decisions that are taken back. */
@ApiTags('assignments')
@Controller('/api/assignments')
export class RecallController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly recalls: RecallDecision,
    private readonly assignments: ReadAssignments,
  ) {}

  @Post(':id/recall')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take a decision back, until somebody opens what followed; answers the assignment, open again',
  })
  recall(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: RecallDto,
  ): Promise<AssignmentView> {
    return this.work.run(actor, async (context) => {
      const open = await this.recalls.execute(context, id, reason);
      return this.assignments.get(context, open);
    });
  }
}
