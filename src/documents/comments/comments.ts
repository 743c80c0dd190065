import { Injectable } from '@nestjs/common';
import type { Context, Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { isUuid, newId } from '../../platform/ids.js';
import type { Page } from '../../platform/http/page.js';
import { Directory } from '../../organisation/directory/directory.js';
import { cleanLines } from '../../streams/field-types/clean-text.js';
import { VisibleDocuments, type AccessibleDocument } from '../access/visible-documents.js';
import { personView, type PersonView } from '../document-view.js';
import { writeHistory } from '../history/write-history.js';
import { badCursor } from '../read/page-cursor.js';
import { findMentions } from './mentions.js';

/** What somebody said about a document. */
export interface CommentView {
  readonly id: string;
  readonly author: PersonView;
  readonly text: string;
  /** Who is named in it as `@login` and was told of it. */
  readonly mentions: readonly PersonView[];
  readonly createdAt: string;
}

/** Somebody named in a comment who is not told of it. */
export interface NotNotified {
  /** As it was written. */
  readonly login: string;
  readonly name: string | null;
  readonly reason: 'unknown' | 'may-not-see';
}

/** A comment that was just made. */
export interface NewComment extends CommentView {
  readonly notNotified: readonly NotNotified[];
}

interface Row {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  readonly mentionIds: readonly string[];
  readonly createdAt: Date;
}

const insert = {
  name: 'comment_add',
  text: 'INSERT INTO comment (id, document_id, author_id, text, created_at) VALUES ($1, $2, $3, $4, $5)',
};

const page = {
  name: 'comment_page',
  text: `SELECT c.id, c.author_id AS "authorId", c.text, c.created_at AS "createdAt",
      ARRAY(SELECT m.person_id FROM comment_mention m WHERE m.comment_id = c.id ORDER BY m.person_id) AS "mentionIds"
    FROM comment c WHERE c.document_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3`,
};

const mention = {
  name: 'comment_mention_add',
  text: 'INSERT INTO comment_mention (comment_id, person_id) SELECT $1, unnest($2::uuid[])',
};

const beforeAll = '00000000-0000-0000-0000-000000000000';
const longest = 20_000;

/** Comments are added and stay: what was said, stands. */
@Injectable()
export class Comments {
  constructor(
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
  ) {}

  /**
   * Whoever is named as `@login` and may read the document is told of it; the answer says who is not, and why. What
   * comes in from outside, such as a letter, names nobody. @throws Refusal malformed for an empty or endless text
   */
  async add(ctx: Context, document: AccessibleDocument, text: string): Promise<NewComment> {
    const clean = cleanLines(text);
    if (clean === '' || clean.length > longest) {
      const message = say('Expected a comment of 1 to {most} characters.', { most: longest });
      throw new Refusal('malformed', 'malformed-comment', message, [{ path: 'text', code: 'length', message }]);
    }
    const { mentionIds, notNotified } = await this.mentioned(ctx, document, clean);
    const row = { id: newId(), authorId: ctx.actor.id, text: clean, mentionIds, createdAt: ctx.now };
    await ctx.tx.run(insert, [row.id, document.id, row.authorId, row.text, row.createdAt]);
    if (mentionIds.length > 0) await ctx.tx.run(mention, [row.id, mentionIds]);
    await writeHistory(ctx, document.id, 'comment.added', { comment: row.id });
    return { ...this.view(row), notNotified };
  }

  /** The oldest first, or those after `cursor`. @throws Refusal malformed for a cursor that is none */
  async page(tx: Tx, documentId: string, limit: number, cursor: string | undefined): Promise<Page<CommentView>> {
    if (cursor !== undefined && !isUuid(cursor)) throw badCursor();
    const rows = await tx.run<Row>(page, [documentId, cursor ?? beforeAll, limit + 1]);
    const items = rows.slice(0, limit).map((row) => this.view(row));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  private async mentioned(
    ctx: Context,
    document: AccessibleDocument,
    text: string,
  ): Promise<{ readonly mentionIds: string[]; readonly notNotified: NotNotified[] }> {
    if (ctx.actor.kind !== 'person') return { mentionIds: [], notNotified: [] };
    const org = this.directory.snapshot();
    const active = (login: string) => {
      const person = org.personByLogin.get(login);
      return person?.active ? person : undefined;
    };
    const { people, unknown } = findMentions(text, active);
    const mayRead = await this.visible.readersAmong(ctx, document, people);
    const blind = people.filter(({ id }) => !mayRead.has(id));
    return {
      mentionIds: people.filter(({ id }) => mayRead.has(id)).map(({ id }) => id),
      notNotified: [
        ...blind.map(({ login, name }) => ({ login, name, reason: 'may-not-see' as const })),
        ...unknown.map((login) => ({ login, name: null, reason: 'unknown' as const })),
      ],
    };
  }

  private view({ id, authorId, text, mentionIds, createdAt }: Row): CommentView {
    const org = this.directory.snapshot();
    const mentions = mentionIds.map((person) => personView(person, org));
    return { id, author: personView(authorId, org), text, mentions, createdAt: createdAt.toISOString() };
  }
}
