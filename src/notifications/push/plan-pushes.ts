import { Injectable } from '@nestjs/common';
import { Directory } from '../../organisation/directory/directory.js';
import { absenceOf } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { afterQuiet } from '../settings/sending-time.js';
import { SettingsStore, type PersonSettings } from '../settings/settings-store.js';

/** The job that sends one message to one browser. */
export const deliverJob = 'notifications.push';

interface Due {
  readonly id: string;
  readonly personId: string;
  readonly subscriptions: readonly string[] | null;
}

const due = {
  name: 'push_due',
  text: `SELECT n.id, n.person_id AS "personId",
      (SELECT array_agg(s.id) FROM push_subscription s WHERE s.person_id = n.person_id) AS subscriptions
    FROM notification n WHERE n.push_at <= $1 ORDER BY n.push_at LIMIT 500 FOR UPDATE SKIP LOCKED`,
};
const postpone = {
  name: 'push_postpone',
  text: `UPDATE notification n SET push_at = x.at FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, at timestamptz)
    WHERE n.id = x.id`,
};

/** Gives what is due a job for each browser of the person; quiet hours and absence put it off, as they do letters. */
@Injectable()
export class PlanPushes {
  constructor(
    private readonly directory: Directory,
    private readonly settings: SettingsStore,
    private readonly jobs: JobQueue,
  ) {}

  /** Answers how many messages were planned. */
  async execute({ tx, now }: Context): Promise<number> {
    const rows = await tx.run<Due>(due, [now]);
    if (rows.length === 0) return 0;
    const organisation = this.directory.snapshot();
    const people = rows.map(({ personId }) => personId);
    const settings = await this.settings.of(tx, organisation, people);
    const changes: { id: string; at: Date | null }[] = [];
    let planned = 0;
    for (const { id, personId, subscriptions } of rows) {
      const own = settings.get(personId);
      const waits = own ? this.waitsUntil(own, personId, now.getTime()) : now.getTime();
      changes.push({ id, at: waits > now.getTime() ? new Date(waits) : null });
      if (waits > now.getTime()) continue;
      for (const subscription of subscriptions ?? []) {
        const key = `push ${id} ${subscription}`;
        await this.jobs.add(tx, deliverJob, { notification: id, subscription }, { key, maxAttempts: 8 });
        planned += 1;
      }
    }
    await tx.run(postpone, [JSON.stringify(changes)]);
    return planned;
  }

  private waitsUntil(own: PersonSettings, personId: string, nowMs: number): number {
    const absence = own.settings.holdWhileAbsent ? absenceOf(this.directory.snapshot(), personId, nowMs) : null;
    return absence && absence.until > nowMs ? absence.until : afterQuiet(own, nowMs);
  }
}
