import { IsBoolean, IsString, MaxLength } from 'class-validator';

/** Body of `POST /api/mailboxes`. */
export class SaveMailboxDto {
  /** `imaps://user:password@host/INBOX?stream=requests`; kept encrypted, never answered. */
  @IsString()
  @MaxLength(2000)
  url!: string;
}

/** Body of `PATCH /api/mailboxes/{id}`. */
export class ChangeMailboxDto {
  @IsBoolean()
  active!: boolean;
}
