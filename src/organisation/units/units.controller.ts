import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/context.js';
import { textIn } from '../../platform/languages.js';
import { Directory } from '../directory/directory.js';
import { membersOf } from '../directory/queries.js';
import { CurrentActor } from '../session/current-actor.decorator.js';

/** Somebody of a unit. */
export interface UnitMember {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

/** A part of the organisation, with the people who work in it. */
export interface UnitWithPeople {
  readonly id: string;
  readonly key: string;
  /** In the reader's language. */
  readonly name: string;
  /** Id of the unit above. */
  readonly parent: string | null;
  readonly head: UnitMember | null;
  /** Those of the unit itself, by name. */
  readonly members: UnitMember[];
}

export interface Units {
  readonly items: UnitWithPeople[];
}

/** The parts of the organisation: to whom a call is handed, whose calendar is looked at. */
@ApiTags('people')
@Controller('api/units')
export class UnitsController {
  constructor(private readonly directory: Directory) {}

  @Get()
  @ApiOperation({ summary: 'All units with their people, those above before those below' })
  list(@CurrentActor() actor: Actor): Units {
    const org = this.directory.snapshot();
    const { compare } = new Intl.Collator(actor.language);
    const view = (person: UnitMember): UnitMember => ({ id: person.id, login: person.login, name: person.name });
    const all = [...org.units.values()].map(({ id, key, name, parentId, headId }): UnitWithPeople => {
      const head = headId === null ? undefined : org.persons.get(headId);
      const members = membersOf(org, id).filter((person) => person.service !== true);
      return {
        ...{ id, key, name: textIn(actor.language, name), parent: parentId },
        head: head?.active ? view(head) : null,
        members: members.map(view),
      };
    });
    const below = (parent: string | null): UnitWithPeople[] =>
      all
        .filter((unit) => unit.parent === parent)
        .sort((a, b) => compare(a.name, b.name))
        .flatMap((unit) => [unit, ...below(unit.id)]);
    return { items: below(null) };
  }
}
