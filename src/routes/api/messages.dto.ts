import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateBy } from 'class-validator';

/** `POST /api/signals` */
export class SignalDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name!: string;

  @ApiPropertyOptional({ description: 'What those who receive it see as variables', type: Object })
  @IsOptional()
  @IsObject()
  variables?: Record<string, unknown>;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'The document that it is about; routes that it starts are for it',
  })
  @IsOptional()
  @IsUUID()
  document?: string;
}

/** `POST /api/messages` */
export class MessageDto extends SignalDto {
  @ApiPropertyOptional({
    description: 'What the receiver is correlated by; anybody who waits for it, when not said',
    oneOf: [{ type: 'string', maxLength: 1000 }, { type: 'number' }, { type: 'boolean' }],
  })
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

/** The answer to what was sent. */
export class SentDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({
    enum: ['waiting', 'sent'],
    description: 'A message waits until a run has had it; a signal is sent once',
  })
  state!: string;
}

/** `GET /api/messages/{id}` */
export class MessageStateDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: Object, nullable: true, description: 'What the receiver is correlated by; null for anybody' })
  key!: unknown;

  @ApiProperty({ enum: ['waiting', 'delivered', 'expired'] })
  state!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The document that it is about' })
  document!: string | null;

  @ApiProperty({ format: 'date-time' })
  sentAt!: string;

  @ApiProperty({ format: 'date-time', description: 'Until then it waits for a receiver' })
  expiresAt!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The run that has had it' })
  run!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deliveredAt!: string | null;
}
