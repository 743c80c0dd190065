import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const purposes = ['approve', 'execute', 'acknowledge'] as const;

/** People who are asked at once. */
export class IndividualStageDto {
  @ApiProperty({ type: [String], description: 'Ids or logins, asked at once' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(100, { each: true })
  people!: string[];

  @ApiPropertyOptional({ description: '"2 working days", or an ISO 8601 date or time' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  due?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  instruction?: string;
}

/** `POST /api/documents/{id}/individual-runs` */
export class IndividualRunDto {
  @ApiProperty({ enum: purposes })
  @IsIn(purposes)
  purpose!: (typeof purposes)[number];

  @ApiProperty({ type: [IndividualStageDto], description: 'One after another; for "in turn", one person in each' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => IndividualStageDto)
  stages!: IndividualStageDto[];

  @ApiPropertyOptional({ description: 'Id or login of who watches over it' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  controller?: string;
}
