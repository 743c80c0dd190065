import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import type { PersonValue } from '../assignments/performer-functions.js';
import type { LikelyStep } from '../runs/likely-next.js';
import { ReadRuns, type RunView } from '../runs/read-runs.js';
import { StartRun } from '../runs/start-run.js';
import { StartRunDto } from './runs.dto.js';

/** Somebody who would be asked at once. */
export interface PreviewedStep {
  readonly name: string;
  /** Null where several may take it, and where nobody was found. */
  readonly performer: PersonValue | null;
  readonly candidates: PersonValue[];
  readonly dueAt: string | null;
  readonly dueBecause: string | null;
}

/** What a start would come to, as far as that is known before. */
export interface StartPreview {
  /** `running`, `queued` behind another run, or `completed` at once. */
  readonly state: string;
  readonly asked: PreviewedStep[];
  /** What would stand in the way: nobody to be found for a step, a faulty expression. */
  readonly stuck: { readonly name: string; readonly message: string }[];
  /** Where it may go from there. */
  readonly next: LikelyStep[];
}

/** Unwinds the transaction of a preview; never leaves this file. */
class NothingHappened extends Error {}

/** Says who would be asked first: the route is really started, and everything taken back before anybody can see it. */
@ApiTags('routes')
@Controller('/api')
export class StartPreviewController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly runs: ReadRuns,
    private readonly startRun: StartRun,
    private readonly documents: ReadDocuments,
  ) {}

  @NotAudited('it changes nothing')
  @Post('documents/:id/runs/preview')
  @HttpCode(200)
  @NotReplayed()
  @ApiOperation({ summary: 'What would become of the document if it were sent along a route; nothing is changed' })
  async preview(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: StartRunDto,
  ): Promise<StartPreview> {
    let seen: StartPreview | undefined;
    try {
      await this.work.run(actor, async (context) => {
        seen = await this.startIn(context, id, body);
        throw new NothingHappened();
      });
    } catch (error) {
      if (!(error instanceof NothingHappened)) throw error;
    }
    if (!seen) throw new Error('A preview ended without having seen anything.');
    return seen;
  }

  private async startIn(context: Context, id: string, body: StartRunDto): Promise<StartPreview> {
    const document = await this.documents.row(context, id, 'edit');
    const { run, written } = await this.startRun.byHand(context, { ...body, documentId: id, document });
    await written;
    // Of a start that waits behind another nothing is stored that could be looked at.
    if (run.status === 'queued') return { state: 'queued', asked: [], stuck: [], next: [] };
    return shown(await this.runs.get(context, run.id));
  }
}

function shown({ state, active, incidents, elements, next }: RunView): StartPreview {
  const nameOf = (element: string) => elements.find((one) => one.element === element)?.name ?? element;
  return {
    state,
    asked: active.flatMap(({ name, assignments }) =>
      assignments.map(({ performer, candidates, dueAt, dueBecause }) => ({
        ...{ name, performer: performer ?? null, candidates, dueAt, dueBecause },
      })),
    ),
    stuck: incidents.map(({ element, message }) => ({ name: nameOf(element), message })),
    next,
  };
}
