import { Type } from 'class-transformer';
import { IsInt, IsOptional, Min } from 'class-validator';

/** `GET /api/routes/{route}` */
export class RouteVersionDto {
  /** Absent: the version in force. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) version?: number;
}
