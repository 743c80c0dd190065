import { IsBoolean, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { longestPassword } from './password.js';

const plainText = /^[^\u0000-\u001f\u007f]*$/;

/** Body of `POST /api/session`. */
export class SignInDto {
  @IsString()
  @Length(1, 200)
  @Matches(plainText, { message: 'Expected a login without control characters.' })
  login!: string;

  @IsString()
  @MaxLength(longestPassword)
  password!: string;

  /** Keep the session for 30 days instead of 12 hours after the last use. */
  @IsOptional()
  @IsBoolean()
  remember?: boolean;

  /** The code of the authenticator app, or a recovery code, for a person who has a second factor. */
  @IsOptional()
  @IsString()
  @MaxLength(30)
  code?: string;
}

/** Body of `POST /api/session/confirm`. */
export class ConfirmSessionDto {
  @IsString()
  @MaxLength(longestPassword)
  password!: string;

  /** Needed by those who have a second factor. */
  @IsOptional()
  @IsString()
  @MaxLength(30)
  code?: string;
}
