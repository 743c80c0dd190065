import { IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

/** Body of `POST /api/calls`. */
export class CallDto {
  /** The number that called. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  phone?: string;

  /** The client's document, where the caller is known. */
  @IsOptional()
  @IsUUID()
  client?: string;

  /** Who called. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  caller?: string;

  /** What it is about. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(20_000)
  matter!: string;

  /** Key or id of the unit that is to take it on. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  unit?: string;

  /** The stream of calls; `requests` unless said. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  stream?: string;
}
