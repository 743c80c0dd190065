import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IsLocalisedText } from '../../platform/http/localised-text.js';
import type { Page } from '../../platform/http/page.js';
import { textIn, type LocalisedText } from '../../platform/languages.js';
import { beginChange, misfit } from '../directory/begin-change.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { keyForm } from '../units/units.dto.js';
import { say } from '../../platform/words/sentence.js';

/** A named set of rights; what it may do is said by each stream. */
export interface RoleView {
  readonly key: string;
  /** In the reader's language. */
  readonly name: string;
  /** As it is stored: one text, or one per language. */
  readonly names: LocalisedText;
}

/** Body of `PUT /api/roles/{key}`. */
export class RoleDto {
  @IsLocalisedText()
  name!: LocalisedText;
}

@ApiTags('administration')
@AdminsOnly()
@Controller('api/roles')
export class RolesController {
  constructor(
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All roles that can be given' })
  async list(@CurrentActor() actor: Actor): Promise<Page<RoleView>> {
    const roles = await this.unitOfWork.read<{ key: string; name: LocalisedText }>(
      'SELECT key, name FROM role ORDER BY key',
    );
    return { items: roles.map((role) => view(actor, role)), nextCursor: null };
  }

  @NeedsSession('fresh')
  @Put(':role')
  @ApiOperation({ summary: 'Add a role, or rename it' })
  async put(@CurrentActor() actor: Actor, @Param('role') key: string, @Body() { name }: RoleDto): Promise<RoleView> {
    if (!keyForm.test(key)) throw misfit('key', 'key', say('Expected a key of small letters, digits and . _ -.'));
    await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      const [known] = await context.tx.query<{ name: LocalisedText }>('SELECT name FROM role WHERE key = $1', [key]);
      await context.tx.query(
        'INSERT INTO role (key, name) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET name = excluded.name',
        [key, JSON.stringify(name)],
      );
      const object = { kind: 'role', id: key };
      const before = known && { before: { name: known.name } };
      await this.audit.write(context, {
        verb: known ? 'role.changed' : 'role.added',
        object,
        ...before,
        after: { name },
      });
    });
    return view(actor, { key, name });
  }
}

function view(actor: Actor, { key, name }: { key: string; name: LocalisedText }): RoleView {
  return { key, name: textIn(actor.language, name), names: name };
}
