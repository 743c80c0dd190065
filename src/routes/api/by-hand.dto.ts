import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { toBoolean } from '../../platform/http/to-boolean.js';

/** What a performer may answer. */
export class OutcomeDto {
  @Matches(/^[a-z][a-z0-9-]{0,49}$/, { message: 'Expected small letters, digits and hyphens, such as not-needed.' })
  key!: string;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  label?: string;

  @IsOptional()
  @IsBoolean()
  reasonRequired?: boolean;
}

/** `POST /api/documents/{id}/assignments` */
export class ByHandDto {
  /** Ids or logins; each gets an assignment. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(100, { each: true })
  performers!: string[];

  @IsString()
  @IsNotEmpty()
  @MaxLength(4000)
  instruction!: string;

  /** ISO 8601. */
  @IsOptional()
  @IsISO8601({ strict: true })
  dueAt?: string;

  /** "2 working days", instead of dueAt. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  due?: string;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  controller?: string;

  /** One of the performers: the others work for this one. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  lead?: string;

  /** An own open assignment that this is a part of. */
  @IsOptional()
  @IsUUID()
  parent?: string;

  /** What the performers choose from; without: it is done. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => OutcomeDto)
  outcomes?: OutcomeDto[];
}

/** `POST /api/assignments/{id}/extend` */
export class ExtendDto {
  /** ISO 8601. */
  @IsISO8601({ strict: true })
  dueAt!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(4000)
  reason!: string;
}

/** `POST /api/extensions/{id}/grant` */
export class GrantDto {
  /** Another time than was asked for; ISO 8601. */
  @IsOptional()
  @IsISO8601({ strict: true })
  dueAt?: string;

  @IsOptional()
  @IsString()
  @MaxLength(4000)
  answer?: string;
}

const states = ['asked', 'granted', 'denied', 'withdrawn'] as const;

/** `GET /api/extensions` */
export class ExtensionsQueryDto {
  @IsOptional()
  @IsIn(states)
  state?: (typeof states)[number];

  /** Only those that I decide. */
  @IsOptional()
  @toBoolean()
  @IsBoolean()
  mine?: boolean;
}
