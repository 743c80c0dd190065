import { IsString, Length, Matches, MaxLength } from 'class-validator';
import { longestPassword } from '../session/password.js';

/** Body of `POST /api/password-reset`. */
export class ResetPasswordDto {
  /** A login or an e-mail address. */
  @IsString()
  @Length(1, 254)
  @Matches(/^[^\u0000-\u001f\u007f]*$/, { message: 'Expected a login or an e-mail address.' })
  login!: string;
}

/** Body of `POST /api/new-password/check`. */
export class LinkTokenDto {
  /** What stands behind `#` in the link. */
  @IsString()
  @Length(1, 100)
  token!: string;
}

/** Body of `POST /api/new-password`. */
export class ChoosePasswordDto extends LinkTokenDto {
  /** 10 to 200 characters, and none that is tried first. */
  @IsString()
  @MaxLength(longestPassword)
  password!: string;
}
