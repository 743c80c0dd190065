import { IsNotEmpty, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateBy } from 'class-validator';
import { say } from '../../platform/words/sentence.js';
import { tell } from '../../platform/words/tell.js';

/** `POST /api/signals` */
export class SignalDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name!: string;

  /** What those who receive it see as variables. */
  @IsOptional()
  @IsObject()
  variables?: Record<string, unknown>;

  /** The document that it is about; routes that it starts are for it. */
  @IsOptional()
  @IsUUID()
  document?: string;
}

const longestKey = 1000;
const badKey = say('key must be a text of at most {most} characters, a number, or true or false', {
  most: String(longestKey),
});

/** `POST /api/messages` */
export class MessageDto extends SignalDto {
  /** What the receiver is correlated by; anybody who waits for it, when not said. */
  @IsOptional()
  @ValidateBy({
    name: 'isKey',
    validator: {
      validate: (key: unknown) =>
        (typeof key === 'string' && key.length <= longestKey) || typeof key === 'number' || typeof key === 'boolean',
      defaultMessage: () => tell('en', badKey),
    },
  })
  key?: string | number | boolean;
}
