import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

const toBoolean = () =>
  Transform(({ value }: { value: unknown }) =>
    value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
  );

/** `GET /api/assignments` */
export class AssignmentsQueryDto {
  @IsOptional() @toBoolean() @IsBoolean() mine?: boolean;
  @IsOptional() @IsIn(['open', 'closed', 'all']) state?: 'open' | 'closed' | 'all';
  @IsOptional() @toBoolean() @IsBoolean() overdue?: boolean;
  @IsOptional() @toBoolean() @IsBoolean() controlled?: boolean;
  @IsOptional() @IsString() @MaxLength(100) unit?: string;
  @IsOptional() @IsUUID() document?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @IsString() @MaxLength(200) cursor?: string;
}

/** `POST /api/assignments/{id}/complete` */
export class CompleteDto {
  @IsOptional() @IsString() @MaxLength(100) outcome?: string;
  @IsOptional() @IsString() @MaxLength(10_000) comment?: string;
  @IsOptional() @IsObject() fields?: Record<string, unknown>;
}

/** `POST /api/assignments/{id}/refuse` */
export class ReasonDto {
  @IsString() @IsNotEmpty() @MaxLength(10_000) reason!: string;
}

/** `POST /api/assignments/{id}/delegate` and `forward`: a person's id or login. */
export class ToPersonDto {
  @IsString() @IsNotEmpty() @MaxLength(100) to!: string;
}
