import { Injectable } from '@nestjs/common';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import type { Tx } from '../../platform/context.js';
import { nextDigest, type Clockwork } from './sending-time.js';
import { defaultSettings, differences, patched, type NotificationSettings, type SettingsPatch } from './settings.js';

/** What is known of how a person is told of things. */
export interface PersonSettings extends Clockwork {
  readonly settings: NotificationSettings;
  /** When a letter of new things went last. */
  readonly mailedAt: Date | null;
  /** Whether there is a browser that takes what is pushed. */
  readonly subscribed: boolean;
}

interface Row {
  readonly personId: string;
  /** Null of whoever has chosen nothing. */
  readonly settings: SettingsPatch | null;
  readonly mailedAt: Date | null;
  readonly subscribed: boolean;
}

const load = {
  name: 'notification_settings_load',
  text: `SELECT person AS "personId", n.settings, n.mailed_at AS "mailedAt", ${isSubscribed('person')}
    FROM unnest($1::uuid[]) AS person LEFT JOIN notification_settings n ON n.person_id = person`,
};

const lock = {
  name: 'notification_settings_lock',
  text: `INSERT INTO notification_settings (person_id) VALUES ($1)
    ON CONFLICT (person_id) DO UPDATE SET person_id = excluded.person_id
    RETURNING person_id AS "personId", settings, mailed_at AS "mailedAt", ${isSubscribed('notification_settings.person_id')}`,
};

const save = {
  name: 'notification_settings_save',
  text: 'UPDATE notification_settings SET settings = $2, overview_at = $3 WHERE person_id = $1',
};

function isSubscribed(person: string): string {
  return `EXISTS (SELECT FROM push_subscription s WHERE s.person_id = ${person}) AS subscribed`;
}

/** What people have chosen; those who have chosen nothing have what everybody has. */
@Injectable()
export class SettingsStore {
  async of(tx: Tx, organisation: Organisation, personIds: readonly string[]): Promise<Map<string, PersonSettings>> {
    const ids = [...new Set(personIds)];
    const rows = ids.length === 0 ? [] : await tx.run<Row>(load, [ids]);
    const stored = new Map(rows.map((row) => [row.personId, row]));
    return new Map(ids.map((id) => [id, complete(organisation, id, stored.get(id))]));
  }

  /** Writes a change of one person's settings, and answers them as they are then. */
  async change(
    tx: Tx,
    organisation: Organisation,
    personId: string,
    patch: SettingsPatch,
    now: Date,
  ): Promise<PersonSettings> {
    const [row] = await tx.run<Row>(lock, [personId]);
    const before = complete(organisation, personId, row);
    const after = { ...before, settings: patched(before.settings, patch) };
    const overviewAt = after.settings.overview ? new Date(nextDigest(after, now.getTime())) : null;
    await tx.run(save, [personId, JSON.stringify(differences(after.settings)), overviewAt]);
    return after;
  }
}

function complete(organisation: Organisation, personId: string, row: Row | undefined): PersonSettings {
  return {
    settings: patched(defaultSettings, row?.settings ?? {}),
    calendar: calendarFor(organisation, { personId }),
    mailedAt: row?.mailedAt ?? null,
    subscribed: row?.subscribed ?? false,
  };
}
