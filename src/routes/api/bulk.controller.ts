import { Body, Controller, HttpCode, Logger, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { documentNotFound } from '../../documents/access/visible-documents.js';
import { personId } from '../../documents/api/find-named.js';
import { ChangeByHand } from '../../documents/card/change-by-hand.js';
import { ReadDocuments, type ReadableRow } from '../../documents/read/read-documents.js';
import { Directory } from '../../organisation/directory/directory.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { toProblem, type ProblemDocument } from '../../platform/http/problem-filter.js';
import { StartRun } from '../runs/start-run.js';
import { BulkDto } from './bulk.dto.js';

/** What became of one document. */
export interface BulkResult {
  readonly id: string;
  /** Null for a document that one may not see. */
  readonly number: string | null;
  readonly outcome: 'done' | 'refused';
  /** Why nothing was changed. */
  readonly problem?: ProblemDocument;
  /** What takes the change back: what the document had before, and the version that it has got. Absent where a route was started. */
  readonly undo?: BulkUndo;
}

export interface BulkUndo {
  /** Id of the person; null for nobody. */
  readonly responsible: string | null;
  readonly status: string;
  readonly version: number;
}

export interface BulkResults {
  /** One for each id, in the same order. */
  readonly results: BulkResult[];
  readonly done: number;
  readonly refused: number;
}

/** One errand for many documents: each is changed for itself, whole or not at all, with the rights for that document. */
@ApiTags('documents')
@Controller('/api/streams/:stream/documents/bulk')
export class BulkController {
  private readonly logger = new Logger('Bulk');

  constructor(
    private readonly work: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly changes: ChangeByHand,
    private readonly starting: StartRun,
    private readonly directory: Directory,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give many documents to somebody, give them a status, send them along a route; a result for each',
    description: 'A document that cannot be changed so, is not changed at all, and the others are all the same.',
  })
  async bulk(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Body() errand: BulkDto,
    @Req() request: FastifyRequest,
  ): Promise<BulkResults> {
    if (errand.responsible === undefined && errand.status === undefined && errand.route === undefined) {
      const message = 'Say what is to be done: "responsible", "status" or "route".';
      throw new Refusal('malformed', 'nothing-to-do', message);
    }
    if (errand.versions && errand.versions.length !== errand.ids.length) {
      throw new Refusal('malformed', 'versions-do-not-match', 'Expected in "versions" one version for each of "ids".');
    }
    const results: BulkResult[] = [];
    for (const [index, id] of errand.ids.entries()) {
      let number: string | null = null;
      try {
        const undo = await this.work.run(actor, async (context) => {
          const row = await this.documents.row(context, id);
          if (row.stream !== stream) throw documentNotFound();
          number = row.number;
          return this.one(context, row, errand, errand.versions?.[index]);
        });
        results.push({ id, number, outcome: 'done', ...(undo && { undo }) });
      } catch (error) {
        const problem = toProblem(error, request.id, actor.language);
        if (problem.status >= 500) this.logger.error(`Document ${id} (request ${request.id}): ${String(error)}`);
        results.push({ id, number, outcome: 'refused', problem });
      }
    }
    const done = results.filter(({ outcome }) => outcome === 'done').length;
    return { results, done, refused: results.length - done };
  }

  private async one(
    context: Context,
    row: ReadableRow,
    errand: BulkDto,
    expectedVersion: number | undefined,
  ): Promise<BulkUndo | undefined> {
    const { status, route } = errand;
    const before = { responsible: row.responsibleId, status: row.status };
    const responsibleId = personId(this.directory.snapshot(), errand.responsible);
    let { version } = row;
    if (responsibleId !== undefined || status !== undefined)
      ({ version } = await this.changes.execute(context, row, { responsibleId, status }, expectedVersion));
    if (route === undefined) return { ...before, version };
    const document = await this.documents.row(context, row.id, 'edit');
    await (
      await this.starting.byHand(context, { documentId: row.id, document, route })
    ).written;
    return undefined;
  }
}
