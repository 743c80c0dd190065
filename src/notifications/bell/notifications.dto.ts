import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { toBoolean } from '../../platform/http/to-boolean.js';

/** Query of `GET /api/notifications`. */
export class NotificationsQueryDto {
  /** Only what is unread. */
  @IsOptional()
  @toBoolean()
  @IsBoolean()
  unread?: boolean;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(400)
  cursor?: string;
}

/** Body of `POST /api/notifications/read`: what was read. */
export class MarkReadDto {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  ids?: string[];

  /** All about this document. */
  @IsOptional()
  @IsUUID()
  document?: string;

  @IsOptional()
  @IsBoolean()
  all?: boolean;
}
