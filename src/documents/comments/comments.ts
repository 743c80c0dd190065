import { Injectable } from '@nestjs/common';
import type { Context, Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';
import type { Page } from '../../platform/http/page.js';
import { Directory } from '../../organisation/directory/directory.js';
import { cleanLines } from '../../streams/field-types/clean-text.js';
import { personView, type PersonView } from '../document-view.js';
import { writeHistory } from '../history/write-history.js';
import { badCursor } from '../read/page-cursor.js';

/** What somebody said about a document. */
export interface CommentView {
  readonly id: string;
  readonly author: PersonView;
  readonly text: string;
  readonly createdAt: string;
}

interface Row {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  readonly createdAt: Date;
}

const insert = {
  name: 'comment_add',
  text: 'INSERT INTO comment (id, document_id, author_id, text, created_at) VALUES ($1, $2, $3, $4, $5)',
};

const page = {
  name: 'comment_page',
  text: `SELECT id, author_id AS "authorId", text, created_at AS "createdAt"
    FROM comment WHERE document_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
};

const beforeAll = '00000000-0000-0000-0000-000000000000';
const longest = 20_000;

/** Comments are added and stay: what was said, stands. */
@Injectable()
export class Comments {
  constructor(private readonly directory: Directory) {}

  /** @throws Refusal malformed for an empty or endless text */
  async add(ctx: Context, documentId: string, text: string): Promise<CommentView> {
    const clean = cleanLines(text);
    if (clean === '' || clean.length > longest) {
      const message = `Expected a comment of 1 to ${longest} characters.`;
      throw new Refusal('malformed', 'malformed-comment', message, [{ path: 'text', code: 'length', message }]);
    }
    const row = { id: newId(), authorId: ctx.actor.id, text: clean, createdAt: ctx.now };
    await ctx.tx.run(insert, [row.id, documentId, row.authorId, row.text, row.createdAt]);
    await writeHistory(ctx, documentId, 'comment.added', { comment: row.id });
    return this.view(row);
  }

  /** The oldest first, or those after `cursor`. @throws Refusal malformed for a cursor that is none */
  async page(tx: Tx, documentId: string, limit: number, cursor: string | undefined): Promise<Page<CommentView>> {
    if (cursor !== undefined && !isUuid(cursor)) throw badCursor();
    const rows = await tx.run<Row>(page, [documentId, cursor ?? beforeAll, limit + 1]);
    const items = rows.slice(0, limit).map((row) => this.view(row));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  private view({ id, authorId, text, createdAt }: Row): CommentView {
    return { id, author: personView(authorId, this.directory.snapshot()), text, createdAt: createdAt.toISOString() };
  }
}
