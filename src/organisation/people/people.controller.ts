import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/context.js';
import type { Page } from '../../platform/http/page.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Directory } from '../directory/directory.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { DocumentReaders } from './document-readers.js';
import { FindPeopleDto } from './people.dto.js';
import { findPeople, type PersonChoice } from './person-search.js';

@ApiTags('people')
@Controller('api/people')
export class PeopleController {
  constructor(
    private readonly directory: Directory,
    private readonly readers: DocumentReaders,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * People to choose from, e.g. as performers: those that fit `q`, by name. With `document` each says whether they may read
   * it (`maySee`), and those who may stand first.
   */
  @Get()
  async find(
    @CurrentActor() actor: Actor,
    @Query() { q = '', document, limit = 20 }: FindPeopleDto,
  ): Promise<Page<PersonChoice>> {
    const maySee = document && (await this.unitOfWork.run(actor, (context) => this.readers.of(context, document)));
    const search = { language: actor.language, limit, ...(maySee ? { maySee } : {}) };
    return { items: findPeople(this.directory.snapshot(), q, search), nextCursor: null };
  }
}
