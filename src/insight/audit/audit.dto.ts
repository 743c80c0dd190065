import { IsISO8601, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { IsPageLimit } from '../../platform/http/page-limit.js';

/** Which entries of the audit log are meant. */
export class AuditFilterQuery {
  /** Id of a person who did it, or for whom it was done. */
  @IsOptional()
  @IsUUID()
  person?: string;

  /** What it was done to: its kind, and its id after a colon, e.g. `document:01a2…`, `person:…`, `stream:contracts`. */
  @IsOptional()
  @Matches(/^[a-z][a-z-]{0,39}:[^\u0000]{1,300}$/, { message: 'Expected KIND:ID, e.g. "stream:contracts".' })
  subject?: string;

  /** What verbs begin with, e.g. `session`. */
  @IsOptional()
  @Matches(/^[a-z][a-z-]{0,39}$/, { message: 'Expected the beginning of a verb, e.g. "session".' })
  kind?: string;

  /** A whole verb, e.g. `session.refused`. */
  @IsOptional()
  @Matches(/^[a-z][a-z-]{0,39}\.[a-z-]{1,60}$/, { message: 'Expected a verb, e.g. "session.refused".' })
  verb?: string;

  /** ISO 8601; from this moment on. */
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  /** ISO 8601; before this moment. */
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;
}

/** Query of `GET /api/audit`. */
export class AuditQuery extends AuditFilterQuery {
  @IsPageLimit()
  limit?: number;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}
