import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, IsUUID, Min } from 'class-validator';

/** `POST /api/routes/{route}/migrations` and `…/migrations/preview` */
export class MigrationDto {
  @ApiProperty({ description: 'The version that the runs are on' })
  @IsInt()
  @Min(1)
  from!: number;

  @ApiPropertyOptional({ description: 'The version that they are taken to; the current one, when not said' })
  @IsOptional()
  @IsInt()
  @Min(1)
  to?: number;

  @ApiPropertyOptional({
    description: 'Ids of elements now -> ids in the other version; others keep theirs',
    type: Object,
  })
  @IsOptional()
  @IsObject()
  mapping?: Record<string, unknown>;

  @ApiPropertyOptional({ description: 'Only these runs; all of that version, when not said', type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  runs?: string[];
}
