import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';

export const mostAtOnce = 100;

/** `POST /api/streams/{stream}/documents/bulk`: what is to be done with each of the documents. */
export class BulkDto {
  /** Ids of documents of the stream. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostAtOnce)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  ids!: string[];

  /** For each id the version that the document must still have, so that nothing done since is overwritten. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(mostAtOnce)
  @IsInt({ each: true })
  @Min(1, { each: true })
  versions?: number[];

  /** Id or login of the person whom they are given to; null for nobody. */
  @ValidateIf(({ responsible }: BulkDto) => responsible !== undefined && responsible !== null)
  @IsString()
  @MaxLength(200)
  responsible?: string | null;

  /** The status that they get. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  status?: string;

  /** The route that they are sent along, after what is changed. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  route?: string;
}
