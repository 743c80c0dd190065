import { Body, Controller, Get, HttpCode, Logger, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor, Context } from '../../platform/context.js';
import { Issued, UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/page.js';
import { languageOf, toProblem, type ProblemDocument } from '../../platform/http/problem-filter.js';
import type { AssignmentView } from '../assignments/assignment-row.js';
import { ChangeHands } from '../assignments/change-hands.js';
import { ReadAssignments } from '../assignments/read-assignments.js';
import { DecideAssignment } from '../runs/decide-assignment.js';
import type { Decision } from '../runs/decision.js';
import { ShowAssignments } from '../runs/show-assignments.js';
import {
  AssignmentsQueryDto,
  CompleteDto,
  DecisionsDto,
  ReasonDto,
  ToPersonDto,
  type DecisionDto,
} from './assignments.dto.js';
import { refusingOutcome } from './refusing-outcome.js';

/** What became of one of several decisions. */
export interface DecisionResult {
  readonly id: string;
  readonly status: 'done' | 'refused';
  /** As it is then. */
  readonly assignment?: AssignmentView;
  /** Why it was refused. */
  readonly problem?: ProblemDocument;
}

/** In the order in which they were sent. */
export interface DecisionResults {
  readonly results: DecisionResult[];
}

/** The inbox and what is done with an assignment. */
@ApiTags('assignments')
@Controller('/api/assignments')
export class AssignmentsController {
  private readonly logger = new Logger('Decisions');

  constructor(
    private readonly work: UnitOfWork,
    private readonly assignments: ReadAssignments,
    private readonly decide: DecideAssignment,
    private readonly hands: ChangeHands,
    private readonly shown: ShowAssignments,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The inbox (`mine=true`) and other lists of assignments, by due date' })
  list(@CurrentActor() actor: Actor, @Query() query: AssignmentsQueryDto): Promise<Page<AssignmentView>> {
    return this.work.run(actor, (context) => this.shown.list(context, query));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One assignment' })
  get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AssignmentView> {
    return this.work.run(actor, (context) => this.shown.get(context, id));
  }

  @Post(':id/complete')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide: an outcome, with a comment where a reason is needed; the route goes on' })
  complete(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: CompleteDto): Promise<AssignmentView> {
    return this.work.run(actor, (context) => this.decided(context, id, body));
  }

  @Post('decisions')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide several at once, each by itself: one that is refused does not keep the others' })
  async decideAll(
    @CurrentActor() actor: Actor,
    @Body() { items }: DecisionsDto,
    @Req() request: FastifyRequest,
  ): Promise<DecisionResults> {
    const results = new Map<string, DecisionResult>();
    for (const item of await this.inOrder(actor, items)) {
      const done = this.work.run(actor, (context) => this.decided(context, item.id, item));
      results.set(
        item.id,
        await done.then(
          (assignment) => ({ id: item.id, status: 'done' as const, assignment }),
          (error: unknown) => ({ id: item.id, status: 'refused' as const, problem: this.problemOf(error, request) }),
        ),
      );
    }
    return { results: items.flatMap(({ id }) => results.get(id) ?? []) };
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

  /** The route goes on and all is committed in one round trip. */
  private async decided(
    context: Context,
    id: string,
    decision: Decision,
  ): Promise<AssignmentView | Issued<AssignmentView>> {
    const issued = await this.decide.issue(context, id, decision);
    if ('reported' in issued) return this.assignments.done(context, id);
    const { decided, recallable } = issued;
    return new Issued(decided.then((row) => ({ ...this.assignments.view(context, row), recallable })));
  }

  /** By their runs: where they share a transaction, no two people lock the same runs in different orders. */
  private async inOrder(actor: Actor, items: readonly DecisionDto[]): Promise<DecisionDto[]> {
    const ids = items.map(({ id }) => id);
    const rows = await this.work.run(actor, ({ tx }) =>
      tx.query<{ id: string }>('SELECT id FROM assignment WHERE id = ANY ($1::uuid[]) ORDER BY run_id, id', [ids]),
    );
    const places = new Map(rows.map(({ id }, place) => [id, place]));
    return [...items].sort((a, b) => (places.get(a.id) ?? -1) - (places.get(b.id) ?? -1));
  }

  private problemOf(error: unknown, request: FastifyRequest): ProblemDocument {
    const problem = toProblem(error, request.id, languageOf(request));
    if (problem.status >= 500) this.logger.error(error instanceof Error ? error.stack : String(error));
    return problem;
  }

  /** Does `work` and answers the assignment as it is afterwards, in one transaction. */
  private changed(actor: Actor, id: string, work: (context: Context) => Promise<unknown>): Promise<AssignmentView> {
    return this.work.run(actor, async (context) => {
      await work(context);
      return this.assignments.get(context, id);
    });
  }
}
