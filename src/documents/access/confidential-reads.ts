import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';

/** Looking at a document again within this time is the same look. */
const sameLookMinutes = 10;

const note = {
  name: 'confidential_read_note',
  text: `INSERT INTO confidential_read AS x (document_id, person_id, at) VALUES ($1, $2, $3)
    ON CONFLICT (document_id, person_id) DO UPDATE SET at = excluded.at
      WHERE x.at <= excluded.at - interval '${sameLookMinutes} minutes'
    RETURNING 1 AS noted`,
};

/** Writes down who looks at confidential documents: a row of the audit log for each person, document and ten minutes. */
@Injectable()
export class ConfidentialReads {
  constructor(private readonly audit: AuditLog) {}

  /** Nothing where the document is not confidential, or no person looks at it. */
  async note(ctx: Context, document: { readonly id: string; readonly confidential: boolean }): Promise<void> {
    if (!document.confidential || ctx.actor.kind !== 'person') return;
    const noted = await ctx.tx.run(note, [document.id, ctx.actor.id, ctx.now]);
    if (noted.length === 0) return;
    await this.audit.write(ctx, { verb: 'document.read', object: { kind: 'document', id: document.id } });
  }
}
