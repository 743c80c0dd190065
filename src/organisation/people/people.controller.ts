import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/context.js';
import type { Page } from '../../platform/http/page.js';
import { Directory } from '../directory/directory.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { FindPeopleDto } from './people.dto.js';
import { findPeople, type PersonChoice } from './person-search.js';

@ApiTags('people')
@Controller('api/people')
export class PeopleController {
  constructor(private readonly directory: Directory) {}

  /** People to choose from, e.g. as performers: those that fit `q`, by name. */
  @Get()
  find(@CurrentActor() actor: Actor, @Query() query: FindPeopleDto): Page<PersonChoice> {
    const items = findPeople(this.directory.snapshot(), query.q ?? '', actor.language, query.limit ?? 20);
    return { items, nextCursor: null };
  }
}
