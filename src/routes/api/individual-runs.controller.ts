import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ReadRuns, type RunView } from '../runs/read-runs.js';
import { StartIndividualRun } from '../runs/start-individual-run.js';
import { IndividualRunDto } from './individual-run.dto.js';

/** Routes made on the spot. */
@ApiTags('routes')
@Controller('/api/documents/:id/individual-runs')
export class IndividualRunsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly start: StartIndividualRun,
    private readonly runs: ReadRuns,
    private readonly documents: ReadDocuments,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Send the document to people chosen on the spot, stage after stage; those of a stage at once',
  })
  async send(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: IndividualRunDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RunView> {
    const run = await this.work.run(actor, async (context) => {
      await this.documents.get(context, id);
      const started = await this.start.execute(context, { documentId: id, ...body });
      return this.runs.get(context, started.id);
    });
    void reply.header('location', `/api/runs/${run.id}`);
    return run;
  }
}
