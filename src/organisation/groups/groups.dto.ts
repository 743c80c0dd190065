import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsLocalisedText } from '../../platform/http/localised-text.js';
import type { LocalisedText } from '../../platform/languages.js';
import { keyForm } from '../units/units.dto.js';

/** Body of `PATCH /api/groups/{key}`: what is absent stays. */
export class ChangeGroupDto {
  @IsOptional()
  @IsLocalisedText()
  name?: LocalisedText;

  /** Logins or ids of everybody who is in it from then on. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10_000)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  members?: string[];

  /** Keys of the roles that its members hold. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  roles?: string[];
}

/** Body of `POST /api/groups`. */
export class AddGroupDto extends ChangeGroupDto {
  @Matches(keyForm, { message: 'Expected a key of small letters, digits and . _ -, e.g. "tender-board".' })
  key!: string;

  @IsLocalisedText()
  declare name: LocalisedText;
}
