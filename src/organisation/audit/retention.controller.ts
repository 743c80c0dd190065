import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { LetGo, ownKind, type Retention } from '../../platform/audit/let-go.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { say } from '../../platform/words/sentence.js';
import { misfit } from '../directory/begin-change.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { requireAuditor } from './auditors.js';
import { RetentionDto } from './retention.dto.js';

/** How many years entries of a kind are kept. */
export interface RetentionRule {
  readonly kind: string;
  readonly years: number;
}

export interface RetentionRules {
  /** Kinds that are not named are kept for ever. */
  readonly rules: RetentionRule[];
}

/** For how long the audit log keeps what. */
@ApiTags('audit')
@Controller('api/audit/retention')
export class RetentionController {
  constructor(
    private readonly letGo: LetGo,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How many years which kinds of entries of the audit log are kept' })
  async show(@CurrentActor() actor: Actor): Promise<RetentionRules> {
    requireAuditor(actor);
    return rulesOf(await this.unitOfWork.run(actor, (context) => this.letGo.retention(context)));
  }

  @AdminsOnly()
  @NeedsSession('fresh')
  @Put()
  @ApiOperation({ summary: 'Set that; what has outlived its time goes within the hour, and the log says so' })
  async set(@CurrentActor() actor: Actor, @Body() { rules }: RetentionDto): Promise<RetentionRules> {
    const own = rules.findIndex(({ kind }) => kind === ownKind);
    if (own >= 0) {
      throw misfit(`rules.${own}.kind`, 'kept', say('Entries about the audit log itself are kept for ever.'));
    }
    const years = Object.fromEntries(rules.map((rule) => [rule.kind, rule.years]));
    await this.unitOfWork.run(actor, (context) => this.letGo.setRetention(context, years));
    return rulesOf(years);
  }
}

function rulesOf(years: Retention): RetentionRules {
  const rules = Object.entries(years).map(([kind, value]) => ({ kind, years: value }));
  return { rules: rules.sort((a, b) => (a.kind < b.kind ? -1 : 1)) };
}
