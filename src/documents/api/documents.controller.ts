import { Body, Controller, Get, Headers, Param, Patch, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { readBody } from '../../platform/http/read-body.js';
import { Directory } from '../../organisation/directory/directory.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { ChangeByHand } from '../card/change-by-hand.js';
import type { DocumentDetail } from '../document-view.js';
import { ChangedSince } from '../history/changed-since.js';
import { ReadDocuments } from '../read/read-documents.js';
import { EditDocumentDto } from './document.dto.js';
import { personId, unitId } from './find-named.js';
import { expectedVersion, versionTag } from '../../platform/http/if-match.js';

/** One document: its card. */
@ApiTags('documents')
@Controller('api/documents/:id')
export class DocumentsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly changes: ChangeByHand,
    private readonly changed: ChangedSince,
    private readonly directory: Directory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Read a document, with what I may do with it; its ETag is needed to change it' })
  async read(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentDetail> {
    const view = await this.unitOfWork.run(actor, (ctx) => this.documents.detail(ctx, id));
    void reply.header('etag', versionTag(view.version));
    return view;
  }

  @Patch()
  @ApiOperation({
    summary: 'Change card, status, responsible person or unit of a document',
    description:
      'Where the document was changed meanwhile (412 `stale-version`) the problem document has `version`, `document` as it is now, and `changes` as `GET …/changes` answers them.',
  })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag that the document was read with' })
  @ApiBody({ type: EditDocumentDto })
  async change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: object,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentDetail> {
    const { fields, status, responsible, unit, confidential } = readBody(EditDocumentDto, body, 'fields');
    const org = this.directory.snapshot();
    const place = { status, responsibleId: personId(org, responsible), unitId: unitId(org, unit), confidential };
    const edit = { fields, ...place };
    const expected = expectedVersion(ifMatch);
    const view = await this.unitOfWork.run(actor, async (ctx) => {
      const row = await this.documents.row(ctx, id);
      try {
        return await this.documents.detailed(ctx, await this.changes.execute(ctx, row, edit, expected), row);
      } catch (error) {
        throw await this.changed.explained(ctx, row.id, expected, error);
      }
    });
    void reply.header('etag', versionTag(view.version));
    return view;
  }
}
