import { IsString, Length, MaxLength } from 'class-validator';
import { longestPassword } from '../session/password.js';

/** Body of `POST /api/me/second-factor/confirm`. */
export class FirstCodeDto {
  /** What the authenticator app shows. */
  @IsString()
  @Length(6, 10)
  code!: string;
}

/** Body of what takes the password again. */
export class PresentPasswordDto {
  @IsString()
  @MaxLength(longestPassword)
  password!: string;
}
