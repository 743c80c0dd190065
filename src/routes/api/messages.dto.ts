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
