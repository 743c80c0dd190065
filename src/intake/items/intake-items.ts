import { Injectable } from '@nestjs/common';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { isUuid } from '../../platform/ids.js';
import type { Page } from '../../platform/http/page.js';
import { WriteArrivals } from '../sources/write-arrivals.js';
import { itemSelection, type IntakeItem, type IntakeState } from './intake-item.js';

/** Who looks after arrivals. */
const readers = ['admin', 'clerk', 'head'];
const menders = ['admin', 'clerk'];

/** The arrivals and what became of them, for people who may see them. */
@Injectable()
export class IntakeItems {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly arrivals: WriteArrivals,
  ) {}

  /** Newest first. @throws Refusal forbidden */
  async list(actor: Actor, query: { state?: IntakeState; limit?: number; cursor?: string }): Promise<Page<IntakeItem>> {
    requireRole(actor, readers);
    const limit = query.limit ?? 50;
    const rows = await this.unitOfWork.read<IntakeItem>(
      `SELECT ${itemSelection} FROM intake_item i
       WHERE ($1::text IS NULL OR i.state = $1) AND ($2::uuid IS NULL OR i.id < $2)
       ORDER BY i.id DESC LIMIT $3`,
      [query.state ?? null, query.cursor ?? null, limit + 1],
    );
    const items = rows.slice(0, limit);
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** @throws Refusal forbidden, notFound */
  async get(actor: Actor, id: string): Promise<IntakeItem> {
    requireRole(actor, readers);
    return found(await this.unitOfWork.read<IntakeItem>(itemById, [idOrNone(id)]));
  }

  /**
   * Lets an arrival be processed again. One that was set aside as a repeat or an automatic letter is registered this
   * time, since a person has looked at it.
   * @throws Refusal forbidden, notFound, conflict (it is registered, or about to be processed)
   */
  async retry(ctx: Context, id: string): Promise<void> {
    requireRole(ctx.actor, menders);
    const { state, documentId } = found(await ctx.tx.query<IntakeItem>(itemById, [idOrNone(id)]));
    if (state === 'registered') {
      const message = 'The arrival is registered already. Open its document.';
      throw new Refusal('conflict', 'intake-registered', message, [], { documentId });
    }
    const forced = state === 'ignored' || state === 'duplicate';
    const changed = await ctx.tx.query(
      `UPDATE intake_item SET state = 'received', outcome = $2::jsonb, document_id = NULL, processed_at = NULL
       WHERE id = $1 AND state <> 'registered' RETURNING 1 AS one`,
      [id, JSON.stringify(forced ? { forced: true } : {})],
    );
    if (changed.length === 0) throw new Refusal('conflict', 'intake-registered', 'It was registered meanwhile.');
    await this.arrivals.enqueue(ctx, id);
  }
}

const itemById = `SELECT ${itemSelection} FROM intake_item i WHERE i.id = $1::uuid`;

/** What is no id finds nothing. */
function idOrNone(id: string): string | null {
  return isUuid(id) ? id : null;
}

/** @throws Refusal notFound */
function found([item]: readonly IntakeItem[]): IntakeItem {
  if (!item) throw new Refusal('notFound', 'intake-not-found', 'There is no such arrival.');
  return item;
}

/** @throws Refusal forbidden */
export function requireRole(actor: Actor, roles: readonly string[]): void {
  if (actor.kind === 'system' || roles.some((role) => actor.roles.includes(role))) return;
  throw new Refusal(
    'forbidden',
    'intake-forbidden',
    say('This needs one of the roles {roles}.', { roles: roles.join(', ') }),
  );
}
