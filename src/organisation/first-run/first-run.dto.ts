import { IsEmail, IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { languages, type Language } from '../../platform/languages.js';
import { longestPassword } from '../session/password.js';

const plainText = /^[^\u0000-\u001f\u007f]*$/;

/** Body of `POST /api/first-run`. */
export class FirstRunDto {
  /** What stands behind `#` in the link that the server printed. */
  @IsString()
  @Length(1, 100)
  token!: string;

  @IsString()
  @Length(1, 100)
  login!: string;

  @IsString()
  @Length(1, 200)
  @Matches(plainText)
  name!: string;

  @IsEmail()
  @MaxLength(254)
  email!: string;

  /** 10 to 200 characters, and none that is tried first. */
  @IsString()
  @MaxLength(longestPassword)
  password!: string;

  /** The name of the firm, for letters and papers. */
  @IsString()
  @Length(1, 200)
  @Matches(plainText)
  organisation!: string;

  @IsOptional()
  @IsIn(languages)
  language?: Language;
}
