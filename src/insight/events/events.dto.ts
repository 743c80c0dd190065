import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, IsUUID } from 'class-validator';

/** `GET /api/events` */
export class EventsQueryDto {
  /** Ids of the documents that are open; given once for each. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  document?: string[];
}
