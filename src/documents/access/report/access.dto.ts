import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsPageLimit } from '../../../platform/http/page-limit.js';
import type { PageQuery } from '../../api/query.dto.js';

/** Query of `GET /api/documents/{id}/access`. */
export class ExplainQuery {
  /** Login of the person; oneself unless said. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  person?: string;
}

/** Query of `GET /api/access/report/sheet`. */
export class AccessSheetQuery {
  /** Key: this stream alone. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  stream?: string;

  /** Login: this person alone, with the numbers of documents. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  person?: string;
}

/** Query of `GET /api/access/report`. */
export class AccessReportQuery extends AccessSheetQuery implements PageQuery {
  /** Entries in the answer. */
  @IsPageLimit()
  limit?: number;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  cursor?: string;
}
