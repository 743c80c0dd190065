import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import { scopes, verbs, type Scope, type Verb } from '../../../organisation/access/grant.js';

/** One rule: who has the role may do the verbs with documents as far as the level reaches. */
export class AccessRuleDto {
  @IsString()
  @Length(1, 40)
  role!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(verbs, { each: true })
  verbs!: Verb[];

  @IsIn(scopes)
  level!: Scope;

  /** FEEL: only for documents on which it holds. */
  @IsOptional()
  @IsString()
  @Length(1, 4000)
  when?: string | null;

  /** The level reaches confidential documents, too. */
  @IsOptional()
  @IsBoolean()
  confidential?: boolean;
}

/** A field that not everybody sees or changes who sees and changes the document. */
export class FieldAccessDto {
  @IsString()
  @Length(1, 40)
  key!: string;

  /** Keys of the roles that see it; null or absent: everybody. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 40, { each: true })
  viewRoles?: string[] | null;

  /** Keys of the roles that fill it in and change it; null or absent: everybody. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 40, { each: true })
  editRoles?: string[] | null;
}

/** Body of `PUT /api/access/rules/{stream}`, and of its preview: all rules, and all restricted fields. */
export class AccessRulesDto {
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => AccessRuleDto)
  rules!: AccessRuleDto[];

  @IsArray()
  @ArrayMaxSize(300)
  @ArrayUnique(({ key }: FieldAccessDto) => key)
  @ValidateNested({ each: true })
  @Type(() => FieldAccessDto)
  fields!: FieldAccessDto[];
}
