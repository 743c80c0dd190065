import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsPageLimit } from '../../platform/http/page-limit.js';
import { toBoolean } from '../../platform/http/to-boolean.js';

/** Query of `GET /api/notifications`. */
export class NotificationsQueryDto {
  /** Only what is unread. */
  @IsOptional()
  @toBoolean()
  @IsBoolean()
  unread?: boolean;

  @IsPageLimit()
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
