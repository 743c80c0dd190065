import { Injectable } from '@nestjs/common';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { adminRole } from '../../organisation/access/grant.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';

interface MessageRow {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly state: MessageView['state'];
  readonly document_id: string | null;
  readonly delivered_to: string | null;
  readonly sent_at: Date;
  readonly expires_at: Date;
  readonly delivered_at: Date | null;
}

/** A message between runs, and what became of it. Times are ISO 8601. */
export interface MessageView {
  readonly id: string;
  readonly name: string;
  readonly key: unknown;
  readonly state: 'waiting' | 'delivered' | 'expired' | 'dismissed';
  readonly document: string | null;
  readonly sentAt: string;
  readonly expiresAt: string;
  /** The run that has had it. */
  readonly run: string | null;
  readonly deliveredAt: string | null;
}

/** Messages, for who sent them, for administrators and for those who may read the document that they are about. */
@Injectable()
export class ReadMessages {
  constructor(private readonly documents: VisibleDocuments) {}

  /** @throws Refusal notFound, also for a message that is not the actor's to see */
  async get({ tx, actor }: Context, id: string): Promise<MessageView> {
    const parameters: unknown[] = [id, actor.id, actor.roles.includes(adminRole)];
    const visible = this.documents.condition(actor, parameters);
    const [row] = isUuid(id)
      ? await tx.query<MessageRow>(
          `SELECT m.id, m.name, m.key, m.state, m.document_id, m.delivered_to, m.sent_at, m.expires_at, m.delivered_at
           FROM route_message m LEFT JOIN document d ON d.id = m.document_id
           WHERE m.id = $1 AND (m.sent_by = $2 OR $3 OR (d.id IS NOT NULL AND ${visible}))`,
          parameters,
        )
      : [];
    if (!row) throw new Refusal('notFound', 'unknown-message', 'There is no such message.');
    return {
      id: row.id,
      name: row.name,
      key: row.key === null ? null : (JSON.parse(row.key) as unknown),
      state: row.state,
      document: row.document_id,
      sentAt: row.sent_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      run: row.delivered_to,
      deliveredAt: row.delivered_at?.toISOString() ?? null,
    };
  }
}
