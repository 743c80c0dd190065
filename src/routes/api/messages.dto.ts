import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsObject, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

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
  @ApiPropertyOptional({ description: 'What the receiver is correlated by; anybody who waits for it, when not said' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  key?: string;
}
