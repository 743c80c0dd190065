import { Injectable } from '@nestjs/common';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { personView, type PersonView } from '../../documents/document-view.js';
import { readCursor, writeCursor, badCursor } from '../../documents/read/page-cursor.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import type { Page } from '../../platform/http/page.js';
import { isUuid } from '../../platform/ids.js';
import type { Happening, EventKey } from '../notification-events.js';
import { timeZoneOf } from '../settings/sending-time.js';
import { SettingsStore } from '../settings/settings-store.js';
import { sayNotification, type Reader } from '../texts/say-notification.js';

/** A notification as the API answers it: put into words in the reader's language when it is read. */
export interface NotificationView {
  readonly id: string;
  readonly event: EventKey;
  /** What kind of thing happened, e.g. `New assignment`. */
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly document: { readonly id: string; readonly stream: string; readonly number: string; readonly title: string };
  /** The assignment that it is about. */
  readonly assignment: string | null;
  readonly actor: PersonView;
  /** How many of the kind it stands for, e.g. comments that came one after the other. */
  readonly count: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly readAt: string | null;
}

/** How much is unread; counted up to 100, which stands for "100 or more". */
export interface UnreadCount {
  readonly unread: number;
}

/** A page under the bell, the newest first. */
export interface NotificationPage extends Page<NotificationView>, UnreadCount {}

/** What is marked as read: these, all about a document, or all. */
export interface ReadSelection {
  readonly ids?: readonly string[] | undefined;
  readonly document?: string | undefined;
  readonly all?: boolean | undefined;
}

/** A stored notification with its document. */
export interface NotificationRow {
  readonly id: string;
  readonly event: EventKey;
  readonly params: Happening['params'];
  readonly assignmentId: string | null;
  readonly actorId: string;
  readonly count: number;
  readonly createdAt: Date;
  readonly readAt: Date | null;
  readonly document: NotificationView['document'];
}

/** The select list of a `NotificationRow`, from `notification n JOIN document d`. */
export const notificationColumns = `n.id, n.event, n.params, n.assignment_id AS "assignmentId", n.actor_id AS "actorId", n.count,
  n.created_at AS "createdAt", n.read_at AS "readAt",
  jsonb_build_object('id', d.id, 'stream', d.stream, 'number', d.number, 'title', d.title) AS document`;

const mostCounted = 100;

/** What stands under a person's bell. Documents that the person may no longer read are not spoken of. */
@Injectable()
export class ReadNotifications {
  constructor(
    private readonly directory: Directory,
    private readonly documents: VisibleDocuments,
    private readonly settings: SettingsStore,
  ) {}

  /** @throws Refusal malformed for a cursor of another list */
  async page(
    context: Context,
    {
      unread,
      limit = 50,
      cursor,
    }: { unread?: boolean | undefined; limit?: number | undefined; cursor?: string | undefined },
  ): Promise<NotificationPage> {
    const parameters: unknown[] = [];
    const list = `notifications ${String(unread ?? false)}`;
    const conditions = [this.mine(context, parameters)];
    if (unread) conditions.push('n.read_at IS NULL');
    if (cursor !== undefined) {
      const [at, id] = readCursor(list, cursor, 2);
      if (!isUuid(id) || Number.isNaN(Date.parse(at ?? ''))) throw badCursor();
      conditions.push(`(n.created_at, n.id) < ($${parameters.push(at)}::timestamptz, $${parameters.push(id)}::uuid)`);
    }
    const rows = await context.tx.query<NotificationRow>(
      `SELECT ${notificationColumns} FROM notification n JOIN document d ON d.id = n.document_id
       WHERE ${conditions.join(' AND ')} ORDER BY n.created_at DESC, n.id DESC LIMIT ${limit + 1}`,
      parameters,
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const reader = await this.reader(context);
    return {
      items: shown.map((row) => this.view(row, reader)),
      nextCursor: last ? writeCursor(list, [last.createdAt.toISOString(), last.id]) : null,
      ...(await this.unread(context)),
    };
  }

  async unread(context: Context): Promise<UnreadCount> {
    const parameters: unknown[] = [];
    const [row] = await context.tx.query<UnreadCount>(
      `SELECT count(*)::int AS unread FROM (
         SELECT FROM notification n JOIN document d ON d.id = n.document_id
         WHERE ${this.mine(context, parameters)} AND n.read_at IS NULL LIMIT ${mostCounted}) AS counted`,
      parameters,
    );
    return row ?? { unread: 0 };
  }

  /** What was read leaves by no other way any more. Ids of others and unknown ones are passed over. */
  async markRead(context: Context, { ids, document, all }: ReadSelection): Promise<UnreadCount> {
    const { tx, actor, now } = context;
    const of = all ? null : { ids: ids ?? [], document: document ?? null };
    await tx.query(
      `UPDATE notification SET read_at = $2, push_at = NULL, mail_at = NULL, digest_at = NULL
       WHERE person_id = $1 AND read_at IS NULL AND ($3::boolean OR id = ANY ($4::uuid[]) OR document_id = $5)`,
      [actor.id, now, of === null, of?.ids ?? [], of?.document ?? null],
    );
    return this.unread(context);
  }

  private mine({ actor }: Context, parameters: unknown[]): string {
    const me = `n.person_id = $${parameters.push(actor.id)} AND n.bell`;
    return `${me} AND ${this.documents.condition(actor, parameters)}`;
  }

  private async reader({ tx, actor, now }: Context): Promise<Reader> {
    const settings = await this.settings.of(tx, this.directory.snapshot(), [actor.id]);
    const own = settings.get(actor.id);
    return { language: actor.language, timeZone: own ? timeZoneOf(own) : 'UTC', nowMs: now.getTime() };
  }

  private view(row: NotificationRow, reader: Reader): NotificationView {
    const { id, event, document, count, createdAt, readAt, assignmentId } = row;
    const actor = personView(row.actorId, this.directory.snapshot());
    return {
      id,
      event,
      ...sayNotification(happeningOf(row), { document, actor: actor.name, count }, reader),
      document,
      assignment: assignmentId,
      actor,
      count,
      createdAt: createdAt.toISOString(),
      readAt: readAt?.toISOString() ?? null,
    };
  }
}

/** The table keeps an event with its own parameters, which its columns cannot say. */
export function happeningOf({ event, params }: Pick<NotificationRow, 'event' | 'params'>): Happening {
  return { event, params } as Happening;
}
