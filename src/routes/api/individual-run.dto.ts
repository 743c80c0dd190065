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

const purposes = ['approve', 'execute', 'acknowledge'] as const;

/** People who are asked at once. */
export class IndividualStageDto {
  /** Ids or logins, asked at once. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(100, { each: true })
  people!: string[];

  /** "2 working days", or an ISO 8601 date or time. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  due?: string;

  @IsOptional()
  @IsString()
  @MaxLength(4000)
  instruction?: string;
}

/** `POST /api/documents/{id}/individual-runs` */
export class IndividualRunDto {
  @IsIn(purposes)
  purpose!: (typeof purposes)[number];

  /** One after another; for "in turn", one person in each. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => IndividualStageDto)
  stages!: IndividualStageDto[];

  /** Id or login of who watches over it. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  controller?: string;
}
