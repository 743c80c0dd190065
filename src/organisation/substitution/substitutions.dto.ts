import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsPageLimit } from '../../platform/http/page-limit.js';

// The years that PostgreSQL, JavaScript and calendars agree on, and always with a zone.
const momentForm = /^2\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const momentMessage = 'Expected a time with its zone, e.g. 2027-03-01T08:00:00Z.';
// PostgreSQL cannot store what has no character: NUL and halves of surrogate pairs.
const storable = /^[^\0\p{Cs}]*$/u;

/** `GET /api/substitutions` */
export class SubstitutionsQueryDto {
  /** Id or login of the absent or the substitute. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(storable)
  person?: string;

  /** `true`: those in force now; `false`: those that have ended or have not begun. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  active?: boolean;

  @IsPageLimit()
  limit?: number;

  @IsOptional()
  @IsUUID()
  cursor?: string;
}

/** An amount of money as the API takes it. */
export class SumDto {
  /** @example "10000.00" */
  @IsString()
  @Matches(/^-?\d{1,15}(\.\d{1,6})?$/, { message: 'Expected a decimal number as text, e.g. "10000.00".' })
  amount!: string;

  /** ISO 4217. */
  @IsString()
  @Matches(/^[A-Z]{3}$/, { message: 'Expected a currency code of ISO 4217, e.g. EUR.' })
  currency!: string;
}

/** In what the substitute acts, and why. */
class LimitsDto {
  /** Keys of streams; null for all. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1, { message: 'Expected at least one stream, or null for all.' })
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Matches(/^[a-z][a-z0-9-]{0,39}$/, { each: true, message: 'Expected keys of streams, e.g. "contracts".' })
  streams?: string[] | null;

  /** Only for documents of no larger amount; null for any. */
  @IsOptional()
  @IsObject({ message: 'Expected an amount with its currency, e.g. {"amount": "10000.00", "currency": "EUR"}.' })
  @ValidateNested()
  @Type(() => SumDto)
  maxAmount?: SumDto | null;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(storable)
  reason?: string | null;
}

/** `PATCH /api/substitutions/{id}`: what is absent stays, null takes a limit away. */
export class ChangeSubstitutionDto extends LimitsDto {
  /** Id or login; null: nobody acts meanwhile. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(storable)
  substitute?: string | null;

  /** @example "2027-03-01T08:00:00Z" */
  @ValidateIf((body: ChangeSubstitutionDto) => body.startsAt !== undefined)
  @IsISO8601({ strict: true }, { message: momentMessage })
  @Matches(momentForm, { message: momentMessage })
  startsAt?: string;

  /** @example "2027-03-01T08:00:00Z" */
  @ValidateIf((body: ChangeSubstitutionDto) => body.endsAt !== undefined)
  @IsISO8601({ strict: true }, { message: momentMessage })
  @Matches(momentForm, { message: momentMessage })
  endsAt?: string;
}

/** `POST /api/substitutions` */
export class AddSubstitutionDto extends LimitsDto {
  /** Id or login; absent: whoever asks. */
  @ValidateIf((body: AddSubstitutionDto) => body.absent !== undefined)
  @IsString()
  @Length(1, 100)
  @Matches(storable)
  absent?: string;

  /** Id or login; absent or null: nobody acts meanwhile. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(storable)
  substitute?: string | null;

  /** @example "2027-03-01T08:00:00Z" */
  @IsISO8601({ strict: true }, { message: momentMessage })
  @Matches(momentForm, { message: momentMessage })
  startsAt!: string;

  /** @example "2027-03-01T08:00:00Z" */
  @IsISO8601({ strict: true }, { message: momentMessage })
  @Matches(momentForm, { message: momentMessage })
  endsAt!: string;
}
