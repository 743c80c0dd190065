import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

/** `GET /api/events` */
export class EventsQueryDto {
  /** Ids of the documents that are open; given once for each. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  document?: string[];

  /** For so many seconds these documents have been read without being listened to: what happened since is told first. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(60)
  unheard?: number;
}
