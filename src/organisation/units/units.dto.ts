import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateIf,
} from 'class-validator';
import { toBoolean } from '../../platform/http/to-boolean.js';
import { IsLocalisedText } from '../../platform/http/localised-text.js';
import type { LocalisedText } from '../../platform/languages.js';

export const keyForm = /^[a-z0-9][a-z0-9._-]{0,59}$/;
const keyMessage = { message: 'Expected a key of small letters, digits and . _ -, e.g. "sales-north".' };
const dayForm = /^[12]\d{3}-\d\d-\d\d$/;
const dayMessage = { message: 'Expected a day, e.g. 2026-03-15.' };

/** Query of `GET /api/units`. */
export class UnitsQueryDto {
  /** A day: the organisation as it was at the end of it. Absent: as it is. */
  @IsOptional()
  @Matches(dayForm, dayMessage)
  on?: string;
}

/** Query of `GET /api/units`. */
export class UnitsListDto extends UnitsQueryDto {
  /** Those that are closed as well. */
  @IsOptional()
  @toBoolean()
  @IsBoolean()
  closed?: boolean;
}

class SinceDto {
  /** The day from which on this holds, for what is entered afterwards; absent: from now on. */
  @IsOptional()
  @Matches(dayForm, dayMessage)
  since?: string;
}

/** Body of `PATCH /api/units/{key}`: what is absent stays, what is null is taken away. */
export class ChangeUnitDto extends SinceDto {
  @IsOptional()
  @IsLocalisedText()
  name?: LocalisedText;

  /** Key or id of the unit above; null for one at the top. */
  @ValidateIf((body: ChangeUnitDto) => body.parent != null)
  @IsString()
  @Length(1, 100)
  parent?: string | null;

  /** Login or id of the head. */
  @ValidateIf((body: ChangeUnitDto) => body.head != null)
  @IsString()
  @Length(1, 100)
  head?: string | null;

  /** Key of a working calendar; null for that of the unit above. */
  @ValidateIf((body: ChangeUnitDto) => body.calendar != null)
  @IsString()
  @Length(1, 100)
  calendar?: string | null;
}

/** Body of `POST /api/units`. */
export class AddUnitDto extends ChangeUnitDto {
  @Matches(keyForm, keyMessage)
  key!: string;

  @IsLocalisedText()
  declare name: LocalisedText;
}

/** Body of `PATCH /api/posts/{key}`: what is absent stays. */
export class ChangePostDto extends SinceDto {
  @IsOptional()
  @IsLocalisedText()
  name?: LocalisedText;

  /** Key or id of the unit. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  unit?: string;

  /** Logins or ids of everybody who holds it from then on. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  holders?: string[];
}

/** Body of `POST /api/posts`. */
export class AddPostDto extends ChangePostDto {
  @Matches(keyForm, keyMessage)
  key!: string;

  @IsLocalisedText()
  declare name: LocalisedText;

  @IsString()
  @Length(1, 100)
  declare unit: string;
}

/** Body of `POST /api/units/{key}/close`. */
export class CloseUnitDto extends SinceDto {
  /** Key or id of the unit to which its posts move with whoever holds them; null or absent: they end. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  to?: string | null;
}
