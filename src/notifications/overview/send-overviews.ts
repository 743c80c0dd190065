import { Inject, Injectable, Logger } from '@nestjs/common';
import { personView } from '../../documents/document-view.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Person } from '../../organisation/directory/organisation.js';
import { absenceOf } from '../../organisation/directory/queries.js';
import { MailQueue } from '../../output/mail/mail-queue.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { textIn, type LocalisedText } from '../../platform/languages.js';
import { deadlineText } from '../../worktime/explain-due.js';
import { localDateOf } from '../../worktime/local-time.js';
import { nextDigest, timeZoneOf } from '../settings/sending-time.js';
import { SettingsStore, type PersonSettings } from '../settings/settings-store.js';
import { composeOverview, type OverviewItem } from './overview-letter.js';
import type { OverviewPart } from './overview-texts.js';

interface OpenRow {
  readonly instruction: LocalisedText;
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly performerId: string | null;
  readonly dueAt: Date | null;
  readonly controlled: boolean;
}

/** What is open for a person: to be done, or to be accepted. Whoever an assignment names may see its document. */
const openFor = `
  SELECT a.instruction, d.id AS "documentId", d.number, d.title, a.performer_id AS "performerId", a.due_at AS "dueAt",
    a.state = 'reported' AS controlled
  FROM assignment a JOIN document d ON d.id = a.document_id
  WHERE (a.state IN ('created', 'ready', 'reserved', 'in-progress', 'returned')
      AND (a.performer_id = $1 OR (a.state = 'ready' AND a.candidates @> array[$1::uuid])))
    OR (a.state = 'reported' AND a.controller_id = $1)
  ORDER BY a.due_at NULLS LAST, a.id LIMIT 500`;

/** Writes to those who asked for it, on working days at their time, what their day looks like. */
@Injectable()
export class SendOverviews {
  private readonly logger = new Logger('Notifications');

  constructor(
    private readonly directory: Directory,
    private readonly settings: SettingsStore,
    private readonly mails: MailQueue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The people whose overview is due. */
  async due({ tx, now }: Context): Promise<string[]> {
    const rows = await tx.query<{ person: string }>(
      'SELECT person_id AS person FROM notification_settings WHERE overview_at <= $1 ORDER BY overview_at LIMIT 500',
      [now],
    );
    return rows.map(({ person }) => person);
  }

  /** Queues the person's overview, unless nothing is open, and plans the next one. Answers whether one went. */
  async send(context: Context, personId: string): Promise<boolean> {
    const { tx, now } = context;
    const [row] = await tx.query(
      'SELECT 1 FROM notification_settings WHERE person_id = $1 AND overview_at <= $2 FOR UPDATE SKIP LOCKED',
      [personId, now],
    );
    if (!row) return false;
    const organisation = this.directory.snapshot();
    const own = (await this.settings.of(tx, organisation, [personId])).get(personId);
    const person = organisation.persons.get(personId);
    const wanted = own?.settings.overview === true && person?.active === true && person.email !== null;
    const absence = own?.settings.holdWhileAbsent ? absenceOf(organisation, personId, now.getTime()) : null;
    const from = Math.max(now.getTime(), absence?.until ?? 0);
    await tx.query('UPDATE notification_settings SET overview_at = $2 WHERE person_id = $1', [
      personId,
      wanted ? new Date(nextDigest(own, from)) : null,
    ]);
    return wanted && from === now.getTime() ? this.write(context, person, own) : false;
  }

  private async write(context: Context, person: Person, own: PersonSettings): Promise<boolean> {
    const rows = await context.tx.query<OpenRow>(openFor, [person.id]);
    if (rows.length === 0) return false;
    const zone = timeZoneOf(own);
    const nowMs = context.now.getTime();
    const today = localDateOf(zone, nowMs);
    const partOf = ({ controlled, dueAt }: OpenRow): OverviewPart | undefined => {
      if (controlled) return 'control';
      if (dueAt === null) return undefined;
      if (dueAt.getTime() < nowMs) return 'overdue';
      return localDateOf(zone, dueAt.getTime()) === today ? 'today' : undefined;
    };
    const inPart = (part: OverviewPart) =>
      rows.filter((row) => partOf(row) === part).map((row) => this.item(row, person, zone, nowMs));
    const settingsLink = `${this.config.publicUrl}/profile`;
    const facts = {
      ...{ name: person.name, settingsLink, deskLink: `${this.config.publicUrl}/desk` },
      parts: { overdue: inPart('overdue'), today: inPart('today'), control: inPart('control') },
      later: rows.filter((row) => partOf(row) === undefined).length,
    };
    try {
      await this.mails.add(context, {
        ...{ kind: 'notification-overview', documentId: null },
        to: [{ address: person.email ?? '', name: person.name }],
        ...composeOverview(facts, person.language),
        ...{ autoSubmitted: 'auto-generated', unsubscribe: settingsLink, key: `overview-${person.id}-${today}` },
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.logger.warn(`No overview can go to ${person.login}: ${error.message}`);
      return false;
    }
    return true;
  }

  private item(row: OpenRow, { id, language }: Person, zone: string, nowMs: number): OverviewItem {
    const { performerId, dueAt, number, title } = row;
    const other = performerId !== null && performerId !== id;
    return {
      ...{ instruction: textIn(language, row.instruction), number, title },
      ...(dueAt && { due: deadlineText(dueAt.getTime(), zone, language, nowMs) }),
      ...(other && { performer: personView(performerId, this.directory.snapshot()).name }),
      link: `${this.config.publicUrl}/documents/${row.documentId}`,
    };
  }
}
