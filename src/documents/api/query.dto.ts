import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsPageLimit } from '../../platform/http/page-limit.js';
import { mostSkipped } from '../read/list-documents.js';

/** Keys of fields by commas. */
export const columnList = /^([A-Za-z][A-Za-z0-9]{0,59}(,[A-Za-z][A-Za-z0-9]{0,59}){0,99})?$/;

/** A page of a list. */
export class PageQuery {
  /** Entries in the answer. */
  @IsPageLimit()
  limit?: number;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  cursor?: string;
}

/** Which documents of a stream are meant. */
export class RegisterSelectionQuery {
  /** Parts of words of number, title or any text on the card. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  /** JSON: `{"and": [{"field", "op", "value"}]}`. */
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  filter?: string;
}

/** Which documents of a stream are meant, in which order. */
export class RegisterOrderQuery extends RegisterSelectionQuery {
  /** `name`, `-plannedAt`, `status,-createdAt`. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  sort?: string;
}

/** Query of the register of a stream. */
export class RegisterListQuery extends RegisterOrderQuery implements PageQuery {
  /** Entries in the answer. */
  @IsPageLimit()
  limit?: number;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  cursor?: string;

  /** Fields that are answered, by commas; all unless said. A page of a wide register is then a fraction of the size. */
  @IsOptional()
  @Matches(columnList, { message: 'Expected keys of fields, e.g. "name,phone".' })
  columns?: string;

  /** Documents to pass over after the cursor, or from the beginning. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(mostSkipped)
  skip?: number;

  /** `true`: the answer has `total`, or `totalAtLeast` where there are more than 10,000; `all`: always the `total`. */
  @IsOptional()
  @IsIn(['true', 'false', 'all'])
  count?: 'true' | 'false' | 'all';
}

/** Query of the numbers of documents by status. */
export class TallyQuery extends RegisterSelectionQuery {
  /** Key of a field of money or numbers to be summed. */
  @IsOptional()
  @Matches(/^[A-Za-z][A-Za-z0-9]{0,59}$/, { message: 'Expected the key of a field.' })
  sum?: string;
}

/** Query of the links of a document. */
export class LinkListQuery extends PageQuery {
  /** Only links with documents of this stream. */
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,39}$/, { message: 'Expected the key of a stream.' })
  stream?: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9:.-]{1,100}$/, { message: 'Expected a kind of link, e.g. "related" or "field:client".' })
  kind?: string;
}

/** Query of what was changed about a document. */
export class ChangesQuery {
  /** The version of the document that it is compared with. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  since!: number;
}

/** Query of the content of a file. */
export class FileContentQuery {
  /** The current one unless said. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  version?: number;
}
