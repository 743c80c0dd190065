import { Injectable, Logger } from '@nestjs/common';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context, Tx } from '../../platform/context.js';
import { newId } from '../../platform/ids.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { countingEvents } from '../notification-events.js';
import { SettingsStore } from '../settings/settings-store.js';
import { loadFacts } from './load-facts.js';
import type { Notice, NoticeFacts, Told } from './notice.js';
import { partsOf, planNotice } from './plan-notices.js';
import { settleAsked } from './settle-asked.js';
import { waysOf } from './ways.js';

/** Notices that are looked at in one transaction. */
export const noticesAtOnce = 500;

// Read as a whole: what the job finds is what was committed since it came last. What another has taken is not waited for.
const take = {
  name: 'notice_take',
  text: `DELETE FROM notice WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM notice WHERE failed IS NULL LIMIT ${noticesAtOnce} FOR UPDATE SKIP LOCKED))
    RETURNING document_id AS "documentId", actor_id AS "actorId", at, event, detail`,
};

const setAside = {
  name: 'notice_set_aside',
  text: 'INSERT INTO notice (document_id, actor_id, at, event, detail, failed) VALUES ($1, $2, $3, $4, $5, $6)',
};

const write = {
  name: 'notification_write',
  text: `
  INSERT INTO notification (id, person_id, event, document_id, assignment_id, actor_id, params, key, count, bell, created_at,
    push_at, mail_at, digest_at)
  SELECT x.id, x."personId", x.event, x."documentId", x."assignmentId", x."actorId", x.params, x.key, x.count, x.bell, x.at,
    x."pushAt", x."mailAt", x."digestAt"
  FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, "personId" uuid, event text, "documentId" uuid, "assignmentId" uuid,
    "actorId" uuid, params jsonb, key text, count int, bell boolean, at timestamptz, "pushAt" timestamptz,
    "mailAt" timestamptz, "digestAt" timestamptz)
  ON CONFLICT (person_id, key) DO UPDATE SET
    count = excluded.count
      + CASE WHEN notification.read_at IS NULL AND excluded.event = ANY ($2::text[]) THEN notification.count ELSE 0 END,
    actor_id = excluded.actor_id, params = excluded.params, bell = excluded.bell, created_at = excluded.created_at,
    read_at = NULL, push_at = excluded.push_at, mail_at = least(notification.mail_at, excluded.mail_at),
    digest_at = least(notification.digest_at, excluded.digest_at)`,
};

// Screens that are open hear of it in every process (platform/database/change-feed.ts).
const announce = {
  name: 'notification_announce',
  text: `SELECT pg_notify('millrace_changed', 'notifications:' || person) FROM unnest($1::text[]) AS person`,
};

/** Turns notices into notifications. */
@Injectable()
export class TellNotices {
  private readonly logger = new Logger('Notifications');

  constructor(
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
    private readonly visible: VisibleDocuments,
    private readonly settings: SettingsStore,
  ) {}

  /**
   * Takes what has happened since, at most a batch, and tells people of it; answers how many notices that were. The
   * notices go in the same transaction, so each is told once.
   */
  async take(context: Context): Promise<number> {
    const { tx, now } = context;
    const notices = await tx.run<Notice>(take, []);
    if (notices.length === 0) return 0;
    const parts = notices.sort((a, b) => a.at.getTime() - b.at.getTime()).flatMap(partsOf);
    const organisation = this.directory.snapshot();
    const facts = await loadFacts(tx, parts, { organisation, cards: this.streams.all(), atMs: now.getTime() });
    const told = await this.readable(tx, facts, await this.plan(tx, facts, parts));
    const people = new Set(await this.write(context, facts, told));
    for (const id of await settleAsked(context, [...facts.documents.keys()])) people.add(id);
    if (people.size > 0) await tx.run(announce, [[...people]]);
    return notices.length;
  }

  /** A notice that cannot be told of is a mistake in the program; it is set aside, and the others are told. */
  private async plan(tx: Tx, facts: NoticeFacts, notices: readonly Notice[]): Promise<Told[]> {
    const told: Told[] = [];
    for (const notice of notices) {
      try {
        told.push(...planNotice(facts, notice));
      } catch (error) {
        const { documentId, actorId, at, event, detail } = notice;
        this.logger.error(`A notice of ${event} could not be told of: ${(error as Error).stack}`);
        await tx.run(setAside, [documentId, actorId, at, event, JSON.stringify(detail), (error as Error).message]);
      }
    }
    return told;
  }

  /** Nobody is told of a document that they may not read. */
  private async readable(tx: Tx, facts: NoticeFacts, told: readonly Told[]): Promise<Told[]> {
    const { organisation, documents } = facts;
    const people = new Set(told.flatMap(({ personId }) => organisation.persons.get(personId) ?? []));
    const mayRead = await this.visible.readersOf(tx, [...documents.values()], [...people]);
    return told.filter(({ documentId, personId }) => {
      const document = documents.get(documentId);
      const person = organisation.persons.get(personId);
      return document && person && mayRead(document, person);
    });
  }

  /** Answers who has something new. */
  private async write({ tx, now }: Context, facts: NoticeFacts, told: readonly Told[]): Promise<string[]> {
    const together = gathered(told);
    const people = together.map(({ personId }) => personId);
    const settings = await this.settings.of(tx, facts.organisation, people);
    const rows = together.flatMap(({ happening, ...one }) => {
      const person = settings.get(one.personId);
      const ways = person && waysOf({ ...one, happening }, person, now.getTime());
      return ways ? [{ id: newId(), ...one, ...happening, ...ways }] : [];
    });
    if (rows.length === 0) return [];
    await tx.run(write, [JSON.stringify(rows), countingEvents]);
    return rows.map(({ personId }) => personId);
  }
}

/** What was told a person twice is one thing, the later; in the order of people, so that two jobs never wait in a ring. */
function gathered(told: readonly Told[]): (Told & { readonly count: number })[] {
  const byKey = new Map<string, Told & { readonly count: number }>();
  for (const one of told) {
    const place = `${one.personId} ${one.key}`;
    const before = byKey.get(place);
    const counts = countingEvents.includes(one.happening.event);
    byKey.set(place, { ...one, count: counts ? (before?.count ?? 0) + 1 : 1 });
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
