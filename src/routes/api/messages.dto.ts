import { IsNotEmpty, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateBy } from 'class-validator';

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

/** `POST /api/messages` */
export class MessageDto extends SignalDto {
  /** What the receiver is correlated by; anybody who waits for it, when not said. */
  @IsOptional()
  @ValidateBy({
    name: 'isKey',
    validator: {
      validate: (key: unknown) =>
        (typeof key === 'string' && key.length <= 1000) || typeof key === 'number' || typeof key === 'boolean',
      defaultMessage: () => 'key must be a text of at most 1000 characters, a number, or true or false',
    },
  })
  key?: string | number | boolean;
}
