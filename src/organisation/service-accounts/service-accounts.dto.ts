import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, IsString, Length, Matches } from 'class-validator';

const plainText = /^[^\u0000-\u001f\u007f]*$/;

/** Body of `POST /api/service-accounts`. */
export class AddServiceAccountDto {
  @IsString()
  @Length(1, 100)
  login!: string;

  /** What it is, e.g. "Export to accounting". */
  @IsString()
  @Length(1, 200)
  @Matches(plainText)
  name!: string;

  /** Keys of roles that exist. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  roles!: string[];
}

/** Body of `PATCH /api/service-accounts/{id}`: what is absent stays. */
export class ChangeServiceAccountDto {
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(plainText)
  name?: string;

  /** False closes it: its tokens open nothing from then on. */
  @IsOptional()
  @IsBoolean()
  active?: boolean;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  roles?: string[];
}
