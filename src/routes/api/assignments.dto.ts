import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsPageLimit } from '../../platform/http/page-limit.js';
import { toBoolean } from '../../platform/http/to-boolean.js';

/** `GET /api/assignments` */
export class AssignmentsQueryDto {
  @IsOptional() @toBoolean() @IsBoolean() mine?: boolean;
  @IsOptional() @IsIn(['open', 'reported', 'closed', 'all']) state?: 'open' | 'reported' | 'closed' | 'all';
  @IsOptional() @toBoolean() @IsBoolean() overdue?: boolean;
  @IsOptional() @toBoolean() @IsBoolean() controlled?: boolean;
  @IsOptional() @IsString() @MaxLength(100) unit?: string;
  @IsOptional() @IsUUID() document?: string;
  @IsPageLimit() limit?: number;
  @IsOptional() @IsString() @MaxLength(200) cursor?: string;
}

/** What was seen when it was decided, for decisions that are sent later: refused when it has changed since. */
class SeenDto {
  /** `version` of the assignment. */
  @IsOptional() @IsInt() @Min(0) version?: number;

  /** `version` of its document. */
  @IsOptional() @IsInt() @Min(0) documentVersion?: number;
}

/** `POST /api/assignments/{id}/complete` and `report` */
export class CompleteDto extends SeenDto {
  @IsOptional() @IsString() @MaxLength(100) outcome?: string;
  @IsOptional() @IsString() @MaxLength(10_000) comment?: string;
  @IsOptional() @IsObject() fields?: Record<string, unknown>;
  @IsOptional() @IsBoolean() closeSubAssignments?: boolean;
}

/** One of several decisions. */
export class DecisionDto extends SeenDto {
  @IsUUID() id!: string;
  @IsOptional() @IsString() @MaxLength(100) outcome?: string;
  @IsOptional() @IsString() @MaxLength(10_000) comment?: string;
}

/** `POST /api/assignments/decisions` */
export class DecisionsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique(({ id }: DecisionDto) => id)
  @ValidateNested({ each: true })
  @Type(() => DecisionDto)
  items!: DecisionDto[];
}

/** `POST /api/assignments/{id}/refuse` */
export class ReasonDto {
  @IsString() @IsNotEmpty() @MaxLength(10_000) reason!: string;
}

/** `POST /api/assignments/{id}/delegate` and `forward`: a person's id or login. */
export class ToPersonDto {
  @IsString() @IsNotEmpty() @MaxLength(100) to!: string;
}

/** `POST /api/assignments/{id}/suspend` */
export class SuspendDto {
  /** ISO 8601: it comes back by itself then. */
  @IsOptional() @IsISO8601({ strict: true }) until?: string;
  @IsOptional() @IsString() @MaxLength(2000) reason?: string;
}

/** `POST /api/assignments/{id}/skip` */
export class SkipDto {
  @IsOptional() @IsString() @MaxLength(10_000) reason?: string;
}

/** `POST /api/assignments/{id}/fail` */
export class FailDto {
  /** The error that the route may catch. */
  @IsOptional() @IsString() @MaxLength(100) code?: string;
  @IsString() @IsNotEmpty() @MaxLength(10_000) reason!: string;
}

/** `POST /api/assignments/{id}/return` */
export class ReturnDto extends SeenDto {
  @IsString() @IsNotEmpty() @MaxLength(10_000) reason!: string;
}

/** `POST /api/assignments/{id}/accept` */
export class AcceptDto extends SeenDto {
  @IsOptional() @IsString() @MaxLength(10_000) comment?: string;
}

/** `POST /api/assignments/{id}/dismiss-lapse` */
export class DismissLapseDto {
  @IsString() @IsNotEmpty() @MaxLength(2000) reason!: string;
}
