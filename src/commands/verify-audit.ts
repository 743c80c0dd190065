import { readAnchor } from '../platform/audit/audit-report.js';
import { HeadFile } from '../platform/audit/head-file.js';
import { VerifyAudit } from '../platform/audit/verify-audit.js';
import { withApplication } from './with-application.js';

const mostShown = 100;

/**
 * `millrace audit verify`: whether the audit log is what the program wrote. 1 when an entry was altered, removed or
 * inserted, or the end of the chain is gone that is recorded, noted in the
 * data folder or named by `anchor`; 2 for an anchor of another form.
 */
export async function verifyAudit({ anchor }: { readonly anchor?: string }): Promise<number> {
  const expected = anchor === undefined ? undefined : readAnchor(anchor);
  if (anchor !== undefined && expected === undefined) {
    console.error('The anchor has the form POSITION:HASH, as this command printed it.');
    return 2;
  }
  return withApplication(async (app) => {
    const noted = await app.get(HeadFile).read();
    const places = [expected, noted].filter((place) => place !== undefined);
    const report = await app.get(VerifyAudit).verify(...places);
    for (const { kind, message } of report.problems.slice(0, mostShown)) console.log(`${kind}  ${message}`);
    if (report.problems.length > mostShown) console.log(`… and ${report.problems.length - mostShown} more.`);
    const { sealed, waiting, letGo, problems } = report;
    const found = problems.length === 0 ? 'nothing was altered, removed or inserted' : `${problems.length} problem(s)`;
    const gone = letGo === 0 ? '' : `, ${letGo} let go after their time`;
    console.log(`${sealed} entries in the chain, ${waiting} not yet in it${gone}: ${found}.`);
    if (report.anchor) console.log(`Anchor: ${report.anchor.position}:${report.anchor.chain}`);
    return problems.length === 0 ? 0 : 1;
  });
}
