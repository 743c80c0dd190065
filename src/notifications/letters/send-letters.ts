import { Inject, Injectable, Logger } from '@nestjs/common';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Person } from '../../organisation/directory/organisation.js';
import { absenceOf, actorOf } from '../../organisation/directory/queries.js';
import { personView } from '../../documents/document-view.js';
import { MailQueue } from '../../output/mail/mail-queue.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { happeningOf, notificationColumns, type NotificationRow } from '../bell/read-notifications.js';
import { issueLink } from '../decisions/decision-links.js';
import { readPolicy } from '../decisions/policy.js';
import type { EventKey } from '../notification-events.js';
import { afterQuiet, timeZoneOf } from '../settings/sending-time.js';
import { SettingsStore, type PersonSettings } from '../settings/settings-store.js';
import { sayNotification } from '../texts/say-notification.js';
import { composeLetter, type LetterItem } from './letter.js';

interface LetterRow extends NotificationRow {
  readonly assignmentVersion: number | null;
  readonly mayDecide: boolean;
}

/** Which letters: those of new things, or the daily ones. */
export type LetterKind = 'news' | 'digest';

const columnOf = { news: 'mail_at', digest: 'digest_at' } as const;
/** More than so many things are not listed in one letter; the rest is under the bell. */
const mostItems = 50;
/** A letter about one of these leads to the page on which it is decided. */
const decided: readonly EventKey[] = [
  'assignment.issued',
  'assignment.handed',
  'assignment.reminder',
  'assignment.returned',
];

/** Puts what is due to be mailed into letters: one to each person, however many things there are. */
@Injectable()
export class SendLetters {
  private readonly logger = new Logger('Notifications');

  constructor(
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
    private readonly settings: SettingsStore,
    private readonly mails: MailQueue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The people for whom something is due. */
  async due({ tx, now }: Context, kind: LetterKind): Promise<string[]> {
    const rows = await tx.query<{ person: string }>(
      `SELECT DISTINCT person_id AS person FROM notification WHERE ${columnOf[kind]} <= $1 ORDER BY 1 LIMIT 500`,
      [now],
    );
    return rows.map(({ person }) => person);
  }

  /** Writes the person's letter, with the job that sends it; quiet hours and absence put it off. Answers whether one went. */
  async send(context: Context, kind: LetterKind, personId: string): Promise<boolean> {
    const { tx, now } = context;
    const organisation = this.directory.snapshot();
    const own = (await this.settings.of(tx, organisation, [personId])).get(personId);
    const person = organisation.persons.get(personId);
    if (!own || !person?.active || person.email === null) {
      await this.drop(context, kind, personId);
      return false;
    }
    const waits = this.waitsUntil(own, person, now.getTime(), kind);
    if (waits > now.getTime()) {
      await tx.query(
        `UPDATE notification SET ${columnOf[kind]} = $2 WHERE person_id = $1 AND ${columnOf[kind]} <= $3`,
        [personId, new Date(waits), now],
      );
      return false;
    }
    const rows = await this.take(context, kind, person);
    if (rows.length === 0) return false;
    await this.queue(context, kind, person, own, rows);
    return true;
  }

  /** What is mailed goes in one letter: whatever waits for the next one as well. */
  private async take(context: Context, kind: LetterKind, person: Person): Promise<LetterRow[]> {
    const parameters: unknown[] = [person.id];
    const condition = this.visible.condition(actorOf(this.directory.snapshot(), person.id), parameters);
    const rows = await context.tx.query<LetterRow>(
      `SELECT ${notificationColumns}, a.version AS "assignmentVersion",
         a.closed_at IS NULL AND (a.performer_id = $1 OR (a.performer_id IS NULL AND $1 = ANY (a.candidates))) AS "mayDecide"
       FROM notification n JOIN document d ON d.id = n.document_id LEFT JOIN assignment a ON a.id = n.assignment_id
       WHERE n.person_id = $1 AND n.${columnOf[kind]} IS NOT NULL AND n.read_at IS NULL AND ${condition}
       ORDER BY n.created_at, n.id LIMIT ${mostItems} FOR UPDATE OF n SKIP LOCKED`,
      parameters,
    );
    await this.drop(context, kind, person.id);
    return rows;
  }

  private async queue(
    context: Context,
    kind: LetterKind,
    person: Person,
    own: PersonSettings,
    rows: readonly LetterRow[],
  ): Promise<void> {
    const { tx, now } = context;
    const items: LetterItem[] = [];
    for (const row of rows) items.push(await this.item(context, person, own, row));
    const settingsLink = `${this.config.publicUrl}/profile`;
    const letter = composeLetter({ kind, name: person.name, items, settingsLink }, person.language);
    const documents = new Set(rows.map(({ document }) => document.id));
    const [document] = documents.size === 1 ? documents : [];
    try {
      await this.mails.add(context, {
        kind: `notification-${kind}`,
        documentId: document ?? null,
        to: [{ address: person.email ?? '', name: person.name }],
        ...letter,
        autoSubmitted: 'auto-generated',
        unsubscribe: settingsLink,
        key: `notification-${newId()}`,
        ...(document ? { thread: `document-${document}` } : {}),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.logger.warn(`No letter can go to ${person.login}: ${error.message}`);
    }
    if (kind === 'news') {
      await tx.query(
        `INSERT INTO notification_settings (person_id, mailed_at) VALUES ($1, $2)
         ON CONFLICT (person_id) DO UPDATE SET mailed_at = excluded.mailed_at`,
        [person.id, now],
      );
    }
  }

  private async item(context: Context, person: Person, own: PersonSettings, row: LetterRow): Promise<LetterItem> {
    const { document, event, assignmentId, assignmentVersion: version } = row;
    const reader = { language: person.language, timeZone: timeZoneOf(own), nowMs: context.now.getTime() };
    const actor = personView(row.actorId, this.directory.snapshot()).name;
    const decides = assignmentId !== null && version !== null && row.mayDecide && decided.includes(event);
    const link = `${this.config.publicUrl}/documents/${document.id}`;
    const byLink = decides && (await readPolicy(context.tx)).decideByLink;
    const token = byLink ? await issueLink(context, person.id, { id: assignmentId, version }) : null;
    return {
      ...sayNotification(happeningOf(row), { document, actor, count: row.count }, reader),
      event,
      number: document.number,
      link,
      decideLink: token === null ? null : `${this.config.publicUrl}/d/${token}`,
    };
  }

  private waitsUntil(own: PersonSettings, { id }: Person, nowMs: number, kind: LetterKind): number {
    const absence = own.settings.holdWhileAbsent ? absenceOf(this.directory.snapshot(), id, nowMs) : null;
    if (absence && absence.until > nowMs) return absence.until;
    // The time of the daily letter was chosen by the person.
    return kind === 'digest' ? nowMs : afterQuiet(own, nowMs);
  }

  private async drop({ tx }: Context, kind: LetterKind, personId: string): Promise<void> {
    const column = columnOf[kind];
    await tx.query(`UPDATE notification SET ${column} = NULL WHERE person_id = $1 AND ${column} IS NOT NULL`, [
      personId,
    ]);
  }
}
