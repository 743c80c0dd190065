import { systemActor } from '../organisation/directory/actors.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { SealedColumns } from '../platform/secrets/sealed-columns.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { withApplication } from './with-application.js';

/**
 * `millrace secrets reseal`: encrypts every secret of the database with the SECRET_KEY in use. 1 when some cannot be opened;
 * the others are done all the same.
 */
export async function resealSecrets(): Promise<number> {
  return withApplication(async (app) => {
    const keyId = app.get(SecretBox).keyId;
    const results = await app.get(UnitOfWork).run(systemActor, async (context) => {
      const all = await app.get(SealedColumns).reseal(context);
      const counts = all.map(({ name, done, failures }) => [name, { done, failed: failures.length }]);
      const after = { key: keyId, ...(Object.fromEntries(counts) as Record<string, unknown>) };
      await app.get(AuditLog).write(context, { verb: 'encryption.renewed', object: { kind: 'key', id: keyId }, after });
      return all;
    });
    for (const { name, done, current } of results) console.log(`${name}: ${done} sealed anew, ${current} were already`);
    const failures = results.flatMap((result) => result.failures);
    for (const failure of failures) console.error(failure);
    console.log(
      failures.length === 0
        ? `Every secret is sealed with the key ${keyId} now.`
        : `${failures.length} could not be opened: set the key of that time in SECRET_KEY_PREVIOUS, or enter them anew.`,
    );
    return failures.length === 0 ? 0 : 1;
  });
}
