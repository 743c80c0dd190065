import type { Context, Tx } from '../../platform/context.js';
import { newId } from '../../platform/ids.js';
import { officeWeek, type WorkingCalendar } from '../../worktime/working-calendar.js';
import { hashPassword } from '../session/password.js';
import { demoDetails, demoMailDomain, demoPassword, demoPeople, demoRoles, demoUnits } from './demo-people.js';
import { lithuanianHolidays, polishHolidays } from './holidays.js';

const demoCalendars: readonly WorkingCalendar[] = [
  { key: 'default', timeZone: 'Europe/Vilnius', week: officeWeek, exceptions: lithuanianHolidays },
  { key: 'poland', timeZone: 'Europe/Warsaw', week: officeWeek, exceptions: polishHolidays },
];

/**
 * Adds what is missing of the demo organisation; whatever is there already, changed by hand or not, stays as it is.
 */
export async function seedDemoOrganisation(context: Context): Promise<void> {
  const { tx } = context;
  for (const calendar of demoCalendars) {
    await tx.query('INSERT INTO working_calendar (key, definition) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      calendar.key,
      JSON.stringify(calendar),
    ]);
  }
  for (const [key, name] of Object.entries(demoRoles)) {
    await tx.query('INSERT INTO role (key, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [key, JSON.stringify(name)]);
  }
  await addPeople(context);
  await addUnits(tx);
  await addPosts(tx);
}

async function addPeople({ tx, now }: Context): Promise<void> {
  const logins = demoPeople.map((person) => person.login);
  const known = await tx.query<{ login: string }>('SELECT login FROM person WHERE login = ANY($1)', [logins]);
  const missing = demoPeople.filter((person) => !known.some((row) => row.login === person.login));
  if (missing.length === 0) return;
  const passwordHash = await hashPassword(demoPassword);
  for (const { login, name, roles } of missing) {
    const added = await tx.query<{ id: string }>(
      `INSERT INTO person (id, login, name, email, language, password_hash, created_at)
       VALUES ($1, $2, $3, $4, 'en', $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
      [newId(), login, name, `${login}@${demoMailDomain}`, passwordHash, now],
    );
    for (const { id } of added) {
      await tx.query('INSERT INTO person_role (person_id, role_key) SELECT $1, unnest($2::text[])', [id, roles]);
    }
  }
}

async function addUnits(tx: Tx): Promise<void> {
  for (const { key, name, parent, head } of demoUnits) {
    await tx.query(
      `INSERT INTO unit (id, key, name, parent_id, head_id, calendar_key, details)
       VALUES ($1, $2, $3, (SELECT id FROM unit WHERE key = $4), (SELECT id FROM person WHERE login = $5), $6, $7)
       ON CONFLICT DO NOTHING`,
      [newId(), key, JSON.stringify(name), parent, head, ...(parent === null ? ['default', demoDetails] : [null, {}])],
    );
  }
}

async function addPosts(tx: Tx): Promise<void> {
  for (const { login, post, unit } of demoPeople) {
    const added = await tx.query<{ id: string }>(
      `INSERT INTO post (id, key, name, unit_id) VALUES ($1, $2, $3, (SELECT id FROM unit WHERE key = $4))
       ON CONFLICT DO NOTHING RETURNING id`,
      [newId(), login, JSON.stringify(post), unit],
    );
    for (const { id } of added) {
      await tx.query('INSERT INTO post_holder (post_id, person_id) SELECT $1, id FROM person WHERE login = $2', [
        id,
        login,
      ]);
    }
  }
}
