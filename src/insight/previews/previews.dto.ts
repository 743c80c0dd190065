import { IsOptional, Matches } from 'class-validator';
import { FileContentQuery } from '../../documents/api/query.dto.js';

export class PreviewQuery extends FileContentQuery {
  /** A file within the letter: the place of the attachment, `2.0` for one inside of a letter that is attached. */
  @IsOptional()
  @Matches(/^\d{1,3}(\.\d{1,3}){0,2}$/)
  part?: string;
}
