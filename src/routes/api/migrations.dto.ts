import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, IsUUID, Min } from 'class-validator';

/** `POST /api/routes/{route}/migrations` and `…/migrations/preview` */
export class MigrationDto {
  /** The version that the runs are on. */
  @IsInt()
  @Min(1)
  from!: number;

  /** The version that they are taken to; the current one, when not said. */
  @IsOptional()
  @IsInt()
  @Min(1)
  to?: number;

  /** Ids of elements now -> ids in the other version; others keep theirs. */
  @IsOptional()
  @IsObject()
  mapping?: Record<string, unknown>;

  /** Only these runs; all of that version, when not said. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  runs?: string[];
}
