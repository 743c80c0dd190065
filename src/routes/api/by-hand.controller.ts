import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { AssignmentView } from '../assignments/assignment-row.js';
import { ReadAssignments } from '../assignments/read-assignments.js';
import { CancelByHand } from '../runs/cancel-by-hand.js';
import { IssueByHand } from '../runs/issue-by-hand.js';
import { RemindByHand } from '../runs/remind-by-hand.js';
import { ReasonDto } from './assignments.dto.js';
import { ByHandDto } from './by-hand.dto.js';

/** What was issued: the first of the assignments (the lead's), and all of them. */
export interface IssuedAssignments extends AssignmentView {
  readonly items: AssignmentView[];
}

/** Assignments that people issue, take back, and remind each other of. */
@ApiTags('assignments')
@Controller('/api')
export class ByHandController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly assignments: ReadAssignments,
    private readonly issuing: IssueByHand,
    private readonly cancelling: CancelByHand,
    private readonly reminding: RemindByHand,
  ) {}

  @Post('documents/:id/assignments')
  @ApiOperation({
    summary:
      'Issue an assignment by hand: to one, to several, to a lead with co-performers; with `parent` as a part of an own one',
  })
  async issue(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: ByHandDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedAssignments> {
    const items = await this.work.run(actor, async (context) => {
      // A part of an own assignment needs no other right than to have that.
      const document = await this.documents.row(context, id, body.parent === undefined ? 'edit' : 'read');
      const outcomes = (body.outcomes ?? []).map(({ key, label = key, reasonRequired = false }) => ({
        key,
        label,
        reasonRequired,
      }));
      const ids = await this.issuing.execute(context, document, { ...body, outcomes });
      const issued = [];
      for (const one of ids) issued.push(await this.assignments.get(context, one));
      return issued;
    });
    const [first] = items;
    if (!first) throw new Error('Issuing by hand made no assignment.');
    void reply.header('location', `/api/assignments/${first.id}`);
    return { ...first, items };
  }

  @Post('assignments/:id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take back an assignment that was issued by hand, with all below it' })
  cancel(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<AssignmentView> {
    return this.work.run(actor, async (context) => {
      await this.cancelling.execute(context, id, reason);
      return this.assignments.get(context, id);
    });
  }

  @Post('assignments/:id/remind')
  @HttpCode(200)
  @ApiOperation({ summary: 'Remind whoever has it; at most once an hour' })
  remind(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AssignmentView> {
    return this.work.run(actor, async (context) => {
      await this.reminding.execute(context, id);
      return this.assignments.get(context, id);
    });
  }
}
