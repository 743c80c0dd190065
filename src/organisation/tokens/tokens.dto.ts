import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { longestLifeDays, tokenScopes, type TokenScope } from './api-token.js';

const ownScopes = ['read', 'write'] as const;

class TokenDto {
  /** By which its owner knows it, e.g. "Export to accounting". */
  @IsString()
  @Length(1, 100)
  name!: string;

  /** Days until it expires; 90 unless said otherwise. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(longestLifeDays)
  days?: number;

  /** Keys of streams: the token is good for their documents and for nothing besides; without it the rights of its owner count. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  streams?: string[];
}

/** Body of `POST /api/me/tokens`. */
export class MakeTokenDto extends TokenDto {
  /** `read` alone lets nothing be changed. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(ownScopes, { each: true })
  scopes!: (typeof ownScopes)[number][];
}

/** Body of `POST /api/service-accounts/{id}/tokens`. */
export class MakeServiceTokenDto extends TokenDto {
  /** `read` alone lets nothing be changed; `scim` provisions people and groups and does nothing else. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(tokenScopes, { each: true })
  scopes!: TokenScope[];
}

export const ordinaryLifeDays = 90;
