import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SealedColumns, type SealedValue } from '../../platform/secrets/sealed-columns.js';
import { mailSecretPurpose } from './outgoing-message.js';

/** Tells where the sealed texts lie of mails that wait. */
@Injectable()
export class SealedMails implements OnModuleInit {
  constructor(private readonly sealed: SealedColumns) {}

  onModuleInit(): void {
    this.sealed.register({
      name: 'mails that wait',
      purpose: mailSecretPurpose,
      all: (tx) =>
        tx.query<SealedValue>(
          `SELECT id::text AS key, id::text AS owner, content->>'sealed' AS sealed FROM outgoing_message
           WHERE content ? 'sealed' AND state <> 'sent' ORDER BY 1`,
        ),
      replace: async (tx, { key, sealed: old }, sealed) => {
        const rows = await tx.query(
          `UPDATE outgoing_message SET content = content || jsonb_build_object('sealed', $3::text)
           WHERE id = $1::uuid AND content->>'sealed' = $2 RETURNING 1 AS one`,
          [key, old, sealed],
        );
        return rows.length > 0;
      },
    });
  }
}
