import { Allow, IsBoolean, IsOptional, IsString, Length } from 'class-validator';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** Body of `POST /api/me/passkeys`. */
export class AddPasskeyDto {
  /** What `navigator.credentials.create` answered, as JSON. */
  @Allow()
  credential!: RegistrationResponseJSON;

  /** By which its owner knows it, e.g. "My phone". */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;
}

/** Body of `PATCH /api/me/passkeys/{id}`. */
export class RenamePasskeyDto {
  @IsString()
  @Length(1, 100)
  name!: string;
}

/** Body of `POST /api/session/passkey`. */
export class PasskeySignInDto {
  /** What `navigator.credentials.get` answered, as JSON. */
  @Allow()
  credential!: AuthenticationResponseJSON;

  /** Keep the session for 30 days instead of 12 hours after the last use. */
  @IsOptional()
  @IsBoolean()
  remember?: boolean;
}
