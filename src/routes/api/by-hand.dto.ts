import { Type } from 'class-transformer';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
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
import { toBoolean } from './assignments.dto.js';

/** What a performer may answer. */
export class OutcomeDto {
  @ApiProperty()
  @Matches(/^[a-z][a-z0-9-]{0,49}$/, { message: 'Expected small letters, digits and hyphens, such as not-needed.' })
  key!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  label?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  reasonRequired?: boolean;
}

/** `POST /api/documents/{id}/assignments` */
export class ByHandDto {
  @ApiProperty({ type: [String], description: 'Ids or logins; each gets an assignment' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(100, { each: true })
  performers!: string[];

  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(4000)
  instruction!: string;

  @ApiPropertyOptional({ description: 'ISO 8601' })
  @IsOptional()
  @IsISO8601({ strict: true })
  dueAt?: string;

  @ApiPropertyOptional({ description: '"2 working days", instead of dueAt' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  due?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  controller?: string;

  @ApiPropertyOptional({ description: 'One of the performers: the others work for this one' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  lead?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'An own open assignment that this is a part of' })
  @IsOptional()
  @IsUUID()
  parent?: string;

  @ApiPropertyOptional({ type: [OutcomeDto], description: 'What the performers choose from; without: it is done' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => OutcomeDto)
  outcomes?: OutcomeDto[];
}

/** `POST /api/assignments/{id}/extend` */
export class ExtendDto {
  @ApiProperty({ description: 'ISO 8601' })
  @IsISO8601({ strict: true })
  dueAt!: string;

  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(4000)
  reason!: string;
}

/** `POST /api/extensions/{id}/grant` */
export class GrantDto {
  @ApiPropertyOptional({ description: 'Another time than was asked for; ISO 8601' })
  @IsOptional()
  @IsISO8601({ strict: true })
  dueAt?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  answer?: string;
}

const states = ['asked', 'granted', 'denied', 'withdrawn'] as const;

/** `GET /api/extensions` */
export class ExtensionsQueryDto {
  @ApiPropertyOptional({ enum: states })
  @IsOptional()
  @IsIn(states)
  state?: (typeof states)[number];

  @ApiPropertyOptional({ description: 'Only those that I decide' })
  @IsOptional()
  @toBoolean()
  @IsBoolean()
  mine?: boolean;
}
