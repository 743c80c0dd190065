import { Type } from 'class-transformer';
import { IsString, Matches, MaxLength, ValidateNested } from 'class-validator';

/** As browsers name them: 65 bytes of a point on P-256, 16 bytes of a secret, in base64url. */
class PushKeysDto {
  @IsString() @Matches(/^[\w-]{86,88}={0,2}$/) p256dh!: string;
  @IsString() @Matches(/^[\w-]{22,24}={0,2}$/) auth!: string;
}

/** `POST /api/me/push/subscriptions`: what `PushSubscription.toJSON()` answers in a browser. */
export class SubscribeDto {
  @IsString() @MaxLength(1000) endpoint!: string;
  @ValidateNested() @Type(() => PushKeysDto) keys!: PushKeysDto;
}

/** `POST /api/me/push/unsubscribe` */
export class UnsubscribeDto {
  @IsString() @MaxLength(1000) endpoint!: string;
}
