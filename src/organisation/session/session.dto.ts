import { IsBoolean, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { longestPassword } from './password.js';

/** Body of `POST /api/session`. */
export class SignInDto {
  @IsString()
  @Length(1, 200)
  login!: string;

  @IsString()
  @MaxLength(longestPassword)
  password!: string;

  /** Keep the session for 30 days instead of 12 hours after the last use. */
  @IsOptional()
  @IsBoolean()
  remember?: boolean;

  /** For sign-ins with a second factor; nobody has one yet, so there is nothing to compare it with. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  code?: string;
}
