import { Injectable } from '@nestjs/common';
import { systemActor } from '../../../organisation/directory/actors.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Context } from '../../../platform/context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { newId } from '../../../platform/ids.js';
import type { MailboxAddress } from './mailbox-address.js';
import { MailboxSecrets } from './mailbox-secrets.js';

/** `reading`: connected and up to date with the server. `down`: see `stateMessage`; tried again by itself. */
export type MailboxState = 'new' | 'reading' | 'down' | 'off';

/** A mailbox as people see it: without its address, which holds a password. */
export interface MailboxView {
  readonly id: string;
  readonly name: string;
  readonly stream: string;
  readonly active: boolean;
  readonly state: MailboxState;
  readonly stateMessage: string | null;
  readonly stateAt: Date | null;
}

/** How far a mailbox was read. */
export interface MailboxPlace {
  readonly uidValidity: string | null;
  readonly lastUid: number;
}

const selection = `id, name, stream, active, state, state_message AS "stateMessage", state_at AS "stateAt"`;
/** Readers in other processes listen for this topic. */
export const mailboxTopic = 'mailbox';

/** The table of mailboxes. */
@Injectable()
export class Mailboxes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: MailboxSecrets,
    private readonly audit: AuditLog,
  ) {}

  async list(): Promise<MailboxView[]> {
    return this.unitOfWork.read<MailboxView>(`SELECT ${selection} FROM mailbox ORDER BY name`);
  }

  /** Adds the mailbox, or gives the one of the same name this password and stream. */
  async save(ctx: Context, address: MailboxAddress, url: string): Promise<MailboxView> {
    const [row] = await ctx.tx.query<MailboxView>(
      `INSERT INTO mailbox (id, name, stream, url) VALUES ($1, $2, $3, $4)
       ON CONFLICT (name) DO UPDATE SET stream = excluded.stream, url = excluded.url, active = true
       RETURNING ${selection}`,
      [newId(), address.name, address.stream, this.secrets.seal(address.name, url)],
    );
    if (!row) throw new Error('The mailbox was not written.');
    // Its address holds a password.
    const after = { name: row.name, stream: row.stream, active: row.active };
    await this.audit.write(ctx, { verb: 'mailbox.saved', object: { kind: 'mailbox', id: row.id }, after });
    await announce(ctx);
    return row;
  }

  /** Lets a mailbox be read or not; undefined when there is none of the id. */
  async setActive(ctx: Context, id: string, active: boolean): Promise<MailboxView | undefined> {
    const [row] = await ctx.tx.query<MailboxView>(
      `UPDATE mailbox SET active = $2, state = CASE WHEN $2 THEN 'new' ELSE 'off' END, state_message = NULL, state_at = $3
       WHERE id = $1 RETURNING ${selection}`,
      [id, active, ctx.now],
    );
    if (row) {
      const after = { name: row.name, active };
      await this.audit.write(ctx, { verb: 'mailbox.changed', object: { kind: 'mailbox', id }, after });
    }
    await announce(ctx);
    return row;
  }

  /** Has whoever reads a mailbox that is down try again now; undefined when there is none of the id that is read. */
  async retry(ctx: Context, id: string): Promise<MailboxView | undefined> {
    await ctx.tx.query(
      `UPDATE mailbox SET state = 'new', state_message = NULL, state_at = $2 WHERE id = $1 AND active AND state = 'down'`,
      [id, ctx.now],
    );
    await announce(ctx);
    const [row] = await ctx.tx.query<MailboxView>(`SELECT ${selection} FROM mailbox WHERE id = $1 AND active`, [id]);
    return row;
  }

  /** The address with its password. @throws Error when it was encrypted with another key */
  async url(id: string): Promise<string> {
    const [row] = await this.unitOfWork.read<{ name: string; url: string }>(
      'SELECT name, url FROM mailbox WHERE id = $1',
      [id],
    );
    if (!row) throw new Error('The mailbox is gone.');
    return this.secrets.open(row.name, row.url);
  }

  async place(id: string): Promise<MailboxPlace> {
    const [row] = await this.unitOfWork.read<MailboxPlace>(
      `SELECT uid_validity::text AS "uidValidity", last_uid::float8 AS "lastUid" FROM mailbox WHERE id = $1`,
      [id],
    );
    return row ?? { uidValidity: null, lastUid: 0 };
  }

  /** In the transaction that writes down the letters up to `lastUid`. */
  async advance(ctx: Context, id: string, uidValidity: string, lastUid: number): Promise<void> {
    await ctx.tx.query('UPDATE mailbox SET uid_validity = $2::bigint, last_uid = $3 WHERE id = $1', [
      id,
      uidValidity,
      lastUid,
    ]);
  }

  /** What `GET /api/attention` shows of the mailbox. */
  async report(id: string, state: MailboxState, message: string | null): Promise<void> {
    await this.unitOfWork.run(systemActor, (ctx) =>
      ctx.tx.query(
        `UPDATE mailbox SET state = $2, state_message = $3, state_at = $4
         WHERE id = $1 AND active AND (state, state_message) IS DISTINCT FROM ($2, $3)`,
        [id, state, message?.slice(0, 500) ?? null, ctx.now],
      ),
    );
  }
}

async function announce(ctx: Context): Promise<void> {
  await ctx.tx.query(`SELECT pg_notify('millrace_changed', $1)`, [mailboxTopic]);
}
