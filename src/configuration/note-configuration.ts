import type { AuditLog } from '../platform/audit/audit-log.js';
import type { Context } from '../platform/context.js';

/** Tells the audit log what of a configuration is in force from now on, each with its version where it has one. */
export async function noteConfiguration(
  audit: AuditLog,
  context: Context,
  kind: 'stream' | 'template' | 'report',
  keys: readonly string[],
): Promise<void> {
  for (const key of keys) {
    const versions = versionsOf[kind];
    const found = versions ? await context.tx.query<{ version: number; hash: string }>(versions, [key]) : [];
    const [last, before] = found.map(({ version, hash }) => ({ version, definition: hash }));
    await audit.write(context, {
      verb: `${kind}.published`,
      object: { kind, id: key },
      ...(before && { before }),
      ...(last && { after: last }),
    });
  }
}

/** The version in force, and the one before. */
const versionsOf: Readonly<Record<string, string>> = {
  stream: 'SELECT version, hash FROM stream_definition WHERE key = $1 ORDER BY version DESC LIMIT 2',
  template: 'SELECT version, hash FROM template_version WHERE key = $1 ORDER BY version DESC LIMIT 2',
};
