import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsPageLimit } from '../../platform/http/page-limit.js';
import { intakeStates, type IntakeState } from './intake-item.js';

/** Query of `GET /api/intake`. */
export class ListIntakeDto {
  @IsOptional()
  @IsIn(intakeStates)
  state?: IntakeState;

  @IsPageLimit()
  limit?: number;

  /** The `nextCursor` of the page before. */
  @IsOptional()
  @IsUUID()
  cursor?: string;
}
