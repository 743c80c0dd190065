import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { audiences, viewKinds, type Audience, type ViewFilter, type ViewKind } from './saved-view.js';

const streamForm = /^[a-z][a-z0-9-]{0,39}$/;
const wrongStream = { message: 'Expected the key of a stream.' };
/** A UUID, or `<stream>:<key>`. */
const viewForm = /^[a-z0-9:-]{1,90}$/;

/** Query of `GET /api/views` and `GET /api/views/counts`. */
export class ViewsQueryDto {
  /** All streams unless said. */
  @IsOptional()
  @Matches(streamForm, wrongStream)
  stream?: string;
}

/** A column of a view. */
export class ViewColumnDto {
  /** Key of a field, or `number title status responsible unit createdAt updatedAt flagged`. */
  @IsString()
  @MaxLength(60)
  field!: string;

  /** Pixels. */
  @IsOptional()
  @IsInt()
  @Min(20)
  @Max(4000)
  width?: number;
}

/** With whom a view is shared. */
export class SharedWithDto {
  @IsIn(audiences)
  kind!: Audience;

  /** Id or key of the unit, key of the role. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  key?: string | null;
}

/** What a view may have or not. */
export class ViewOptionsDto {
  /** `table` unless said. */
  @IsOptional()
  @IsIn(viewKinds)
  kind?: ViewKind;

  /** As the register takes it; null for all documents. */
  @IsOptional()
  @IsObject()
  filter?: ViewFilter | null;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  sort?: string | null;

  /** `{kind: "me"}` for nobody else. */
  @IsOptional()
  @ValidateNested()
  @Type(() => SharedWithDto)
  sharedWith?: SharedWithDto;
}

/** Body of `POST /api/views`. */
export class CreateViewDto extends ViewOptionsDto {
  @Matches(streamForm, wrongStream)
  stream!: string;

  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ViewColumnDto)
  columns!: ViewColumnDto[];
}

/** Body of `PATCH /api/views/{id}`: what is absent stays. */
export class ChangeViewDto extends ViewOptionsDto {
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ViewColumnDto)
  columns?: ViewColumnDto[];
}

/** Body of `PUT /api/views/order`. */
export class MenuOrderDto {
  @Matches(streamForm, wrongStream)
  stream!: string;

  /** Ids of views in their order; others follow as they are. */
  @IsArray()
  @ArrayMaxSize(500)
  @Matches(viewForm, { each: true, message: 'Expected ids of views.' })
  shown!: string[];

  /** Ids of views that are not wanted in the menu. */
  @IsArray()
  @ArrayMaxSize(500)
  @Matches(viewForm, { each: true, message: 'Expected ids of views.' })
  hidden!: string[];
}
