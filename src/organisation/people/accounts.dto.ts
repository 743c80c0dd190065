import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { IsPageLimit } from '../../platform/http/page-limit.js';
import { languages, type Language } from '../../platform/languages.js';

const plainText = /^[^\p{Cc}\p{Cs}]*$/u;

/** Query of `GET /api/accounts`. */
export class AccountsQueryDto {
  /** Words of the name, login or e-mail. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(plainText)
  q?: string;

  /** `invited`: active, and has not chosen a password yet. */
  @IsOptional()
  @IsIn(['active', 'closed', 'invited', 'all'])
  state?: 'active' | 'closed' | 'invited' | 'all';

  /** Key or id of a unit: its people only. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  unit?: string;

  @IsPageLimit()
  limit?: number;

  @IsOptional()
  @IsString()
  @Length(1, 300)
  cursor?: string;
}

/** Body of `PATCH /api/people/{person}`: what is absent stays, what is null is taken away. */
export class ChangeAccountDto {
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(plainText)
  name?: string;

  @ValidateIf((body: ChangeAccountDto) => body.email != null)
  @IsEmail()
  @MaxLength(254)
  email?: string | null;

  @ValidateIf((body: ChangeAccountDto) => body.phone != null)
  @IsString()
  @Length(1, 50)
  @Matches(plainText)
  phone?: string | null;

  @IsOptional()
  @IsIn(languages)
  language?: Language;

  /** Key of a working calendar of the person's own; null for that of the unit. */
  @ValidateIf((body: ChangeAccountDto) => body.calendar != null)
  @IsString()
  @Length(1, 100)
  calendar?: string | null;

  /** Keys of the roles of the person's own, besides those through posts and groups. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  roles?: string[];

  /** Keys of the posts held. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  posts?: string[];
}

/** Body of `POST /api/people`. */
export class AddAccountDto extends ChangeAccountDto {
  /** Letters, digits and . _ @ -; unique. */
  @IsString()
  @Length(1, 100)
  login!: string;

  @IsString()
  @Length(1, 200)
  @Matches(plainText)
  declare name: string;

  /** Send a letter with a link by which the person chooses a password. */
  @IsOptional()
  @IsBoolean()
  invite?: boolean;
}
