import { IsNotEmpty, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';

/** `POST /api/documents/{id}/runs` */
export class StartRunDto {
  @IsString() @IsNotEmpty() @MaxLength(200) route!: string;
  @IsOptional() @IsObject() variables?: Record<string, unknown>;
}

/** `POST /api/documents/{id}/generate` */
export class GenerateDto {
  @IsString() @IsNotEmpty() @MaxLength(200) template!: string;
  @IsOptional() @IsString() @MaxLength(2) language?: string;
}

/** `POST /api/runs/{id}/cancel` */
export class CancelRunDto {
  @IsString() @IsNotEmpty() @MaxLength(2000) reason!: string;
}
