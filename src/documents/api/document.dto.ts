import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/** A link to be made. */
export class LinkDto {
  /** Id of the other document. */
  @IsUUID()
  to!: string;

  /** What the link means, e.g. `related`. */
  @IsString()
  @MaxLength(40)
  kind!: string;
}

/** Body of `POST /api/streams/{stream}/documents`. */
export class RegisterDocumentDto {
  /** The card: values by field key. */
  @IsObject({ message: 'fields must be an object with the fields of the card' })
  fields!: Record<string, unknown>;

  /** The stream's initial status unless said. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  status?: string;

  /** Id or login of a person. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  responsible?: string;

  /** Id or key of a unit; that of the responsible person or of the author unless said. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  unit?: string;

  /** Levels of access do not reach the document; as the stream says unless said. */
  @IsOptional()
  @IsBoolean()
  confidential?: boolean;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => LinkDto)
  links?: LinkDto[];
}

/** Body of `PATCH /api/documents/{id}`: what is absent stays. */
export class EditDocumentDto {
  /** A patch of the card: null empties a field. */
  @IsOptional()
  @IsObject({ message: 'fields must be an object with the fields to change' })
  fields?: Record<string, unknown>;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  status?: string;

  /** Id or login of a person; null for nobody. */
  @ValidateIf((body: EditDocumentDto) => body.responsible !== null && body.responsible !== undefined)
  @IsString()
  @MaxLength(200)
  responsible?: string | null;

  /** Id or key of a unit; null for none. */
  @ValidateIf((body: EditDocumentDto) => body.unit !== null && body.unit !== undefined)
  @IsString()
  @MaxLength(200)
  unit?: string | null;

  /** Whether levels of access do not reach the document, only rights of one's own. */
  @IsOptional()
  @IsBoolean()
  confidential?: boolean;
}

/** Body of `POST /api/documents/{id}/restore`. */
export class RestoreDocumentDto {
  /** The version whose values come back. */
  @IsInt()
  @Min(1)
  version!: number;

  /** Keys of the fields; all that were changed since unless said. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  fields?: string[];
}

/** Body of `POST /api/documents/{id}/comments`. */
export class CommentDto {
  @IsString()
  @MaxLength(20_000)
  text!: string;
}
