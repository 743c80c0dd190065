import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, Matches, Max, Min, ValidateNested } from 'class-validator';

/** How long entries of a kind are kept. */
export class RetentionRuleDto {
  /** What verbs begin with, e.g. `session`. */
  @Matches(/^[a-z][a-z-]{0,39}$/, { message: 'Expected the beginning of a verb, e.g. "session".' })
  kind!: string;

  @IsInt()
  @Min(1)
  @Max(100)
  years!: number;
}

/** Body of `PUT /api/audit/retention`. */
export class RetentionDto {
  /** Kinds that are not named are kept for ever. */
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => RetentionRuleDto)
  rules!: RetentionRuleDto[];
}
