import { IsIn, IsISO8601, IsOptional, IsString, MaxLength } from 'class-validator';
import { shareLevels, type ShareLevel } from '../../organisation/access/shares.js';

/** Body of `POST /api/documents/{id}/shares`. */
export class ShareDto {
  /** Id or login of a person. Exactly one of `person`, `unit` and `group` is named. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  person?: string;

  /** Id or key of a unit: everybody in it and in the units below it. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  unit?: string;

  /** Id or key of a group: everybody in it. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  group?: string;

  /** `read` unless said; `edit` lets the person change and link it too. */
  @IsOptional()
  @IsIn(shareLevels)
  level?: ShareLevel;

  /** When it ends, ISO 8601; until it is taken back unless said. */
  @IsOptional()
  @IsISO8601({ strict: true })
  until?: string | null;
}
