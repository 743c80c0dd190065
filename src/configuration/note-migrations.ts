import type { AuditLog } from '../platform/audit/audit-log.js';
import { kindSql } from '../platform/audit/audit-entry.js';
import type { Context } from '../platform/context.js';

const verb = 'database.migrated';

/** Tells the audit log by which migrations the schema was changed since it was told last. */
export async function noteMigrations(audit: AuditLog, context: Context): Promise<void> {
  const { tx } = context;
  const done = await tx.query<{ name: string }>('SELECT name FROM schema_migration ORDER BY id');
  const [last] = await tx.query<{ after: { schema: number } }>(
    `SELECT e.after FROM audit_entry e WHERE ${kindSql} = 'database' AND e.verb = $1 ORDER BY e.at DESC, e.id DESC LIMIT 1`,
    [verb],
  );
  const known = last?.after.schema ?? 0;
  if (done.length <= known) return;
  const migrations = done.slice(known).map(({ name }) => name);
  const object = { kind: 'database', id: 'schema' };
  await audit.write(context, {
    ...{ verb, object, before: { schema: known } },
    after: { schema: done.length, migrations },
  });
}
