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

/** `POST /api/incidents/{id}/retry` */
export class RetryDto {
  @IsOptional() @IsObject() variables?: Record<string, unknown>;
}

/** `PATCH /api/runs/{id}/variables` */
export class VariablesDto {
  @IsObject() variables!: Record<string, unknown>;
  /** Instance of an element; absent: the run as a whole. */
  @IsOptional() @IsString() @MaxLength(40) instance?: string;
  @IsString() @IsNotEmpty() @MaxLength(2000) reason!: string;
}

/**
 * `POST /api/runs/{id}/move`: from where it waits (element or instance) to an element beside it. From a join at which
 * something waits in vain it may go on at the join itself.
 */
export class MoveDto {
  @IsString() @IsNotEmpty() @MaxLength(200) from!: string;
  /** Instance of the sub-process with the join, where several are under way. */
  @IsOptional() @IsString() @MaxLength(40) inside?: string;
  @IsString() @IsNotEmpty() @MaxLength(200) to!: string;
  @IsString() @IsNotEmpty() @MaxLength(2000) reason!: string;
}

/** `POST /api/runs/{id}/timers/{timer}/fire` */
export class FireTimerDto {
  @IsOptional() @IsString() @MaxLength(2000) reason?: string;
}

/** `POST /api/runs/{id}/activate` */
export class ActivateDto {
  @IsString() @IsNotEmpty() @MaxLength(200) element!: string;
}

/** `POST /api/assignments/{id}/recall` */
export class RecallDto {
  @IsOptional() @IsString() @MaxLength(2000) reason?: string;
}
