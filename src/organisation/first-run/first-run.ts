import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import type { Language, LocalisedText } from '../../platform/languages.js';
import { officeWeek, type WorkingCalendar } from '../../worktime/working-calendar.js';
import { adminRole } from '../access/grant.js';
import { publicActor } from '../directory/actors.js';
import { Directory } from '../directory/directory.js';
import { OneTimeLinks } from '../links/one-time-links.js';
import { AddPerson } from '../people/add-person.js';

export interface FirstRunRequest {
  readonly token: string;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  /** The name of the firm. */
  readonly organisation: string;
  readonly language: Language;
}

const adminName: LocalisedText = {
  en: 'Administrator',
  ru: 'Администратор',
  pl: 'Administrator',
  lt: 'Administratorius',
};
/** Two links used at the same moment must not make two first administrators; the number is ours alone. */
const firstRunLock = 0x6d6c3172;

/** The first administrator, made by whoever can read what the server printed when it started without any people. */
@Injectable()
export class FirstRun {
  private done = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly links: OneTimeLinks,
    private readonly addPerson: AddPerson,
    private readonly directory: Directory,
    private readonly audit: AuditLog,
  ) {}

  /** Whether there are no people yet. Once there are, that does not change any more. */
  async isNeeded(): Promise<boolean> {
    if (this.done) return false;
    const [found] = await this.unitOfWork.read<{ people: boolean }>('SELECT EXISTS (SELECT FROM person) AS people');
    this.done = found?.people ?? false;
    return !this.done;
  }

  /** The path of a link that is good once and for a day. */
  async link(context: Context): Promise<string> {
    return `/first-run#${await this.links.issue(context, 'first-run', null)}`;
  }

  /** Looks without using it up. @throws Refusal invalid for a link that is not good, conflict when there are people */
  async look(token: string): Promise<void> {
    if (!(await this.isNeeded())) throw notNeeded();
    await this.unitOfWork.run(publicActor, (context) => this.links.look(context, token, ['first-run']));
  }

  /**
   * Makes the administrator, the topmost unit with the name of the firm, and a calendar. Answers the person's id.
   * @throws Refusal invalid for a link that is not good (any more), conflict when there are people already
   */
  async execute(context: Context, request: FirstRunRequest): Promise<string> {
    const { tx } = context;
    const { login, name, email, language, organisation, passwordHash } = request;
    await tx.query('SELECT pg_advisory_xact_lock($1)', [firstRunLock]);
    const people = await tx.query('SELECT 1 AS one FROM person LIMIT 1');
    if (people.length > 0) throw notNeeded();
    await this.links.take(context, request.token, ['first-run']);
    await tx.query('DELETE FROM one_time_link WHERE purpose = $1', ['first-run']);
    await tx.query('INSERT INTO role (key, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      adminRole,
      JSON.stringify(adminName),
    ]);
    const id = await this.addPerson.execute(context, {
      login,
      name,
      email,
      language,
      passwordHash,
      roles: [adminRole],
    });
    await tx.query('INSERT INTO working_calendar (key, definition) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      'default',
      JSON.stringify(ordinaryCalendar()),
    ]);
    await tx.query(
      `INSERT INTO unit (id, key, name, head_id, calendar_key) SELECT $1, 'company', $2, $3, 'default'
       WHERE NOT EXISTS (SELECT FROM unit)`,
      [newId(), JSON.stringify(organisation), id],
    );
    const after = { login, name, roles: [adminRole], organisation };
    await this.audit.write(context, { verb: 'first-run.done', object: { kind: 'person', id }, forId: id, after });
    return id;
  }

  /** After the commit: so that the new administrator can act at once. */
  async finished(): Promise<void> {
    this.done = true;
    await this.directory.reload();
  }
}

/** Mondays to Fridays in the time of the server, until an administrator sets the firm's own. */
function ordinaryCalendar(): WorkingCalendar {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { key: 'default', timeZone, week: officeWeek, exceptions: [] };
}

function notNeeded(): Refusal {
  return new Refusal('conflict', 'first-run-done', 'There are people already. Sign in, or ask an administrator.');
}
