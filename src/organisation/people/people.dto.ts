import { IsIn, IsOptional, IsString, IsUUID, MaxLength, ValidateIf } from 'class-validator';
import { IsPageLimit } from '../../platform/http/page-limit.js';
import { languages, type Language } from '../../platform/languages.js';
import { longestPassword } from '../session/password.js';

/** Query of `GET /api/people`. */
export class FindPeopleDto {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  /** Id of a document: whether each person may read it is told. */
  @IsOptional()
  @IsUUID()
  document?: string;

  @IsPageLimit()
  limit?: number;
}

/** Body of `PATCH /api/me`. A new password needs the present one. */
export class ChangeMeDto {
  @IsOptional()
  @IsIn(languages)
  language?: Language;

  /** 10 to 200 characters, and none that is tried first. */
  @IsOptional()
  @IsString()
  @MaxLength(longestPassword)
  password?: string;

  @ValidateIf((body: ChangeMeDto) => body.password !== undefined)
  @IsString({ message: 'Expected the present password, since a new one is to be set.' })
  @MaxLength(longestPassword)
  currentPassword?: string;
}
