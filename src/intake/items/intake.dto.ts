import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { intakeStates, type IntakeState } from './intake-item.js';

/** Query of `GET /api/intake`. */
export class ListIntakeDto {
  @IsOptional()
  @IsIn(intakeStates)
  state?: IntakeState;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  /** The `nextCursor` of the page before. */
  @IsOptional()
  @IsUUID()
  cursor?: string;
}
