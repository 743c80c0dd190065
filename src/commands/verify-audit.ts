import { VerifyAudit, type AuditAnchor } from '../platform/audit/verify-audit.js';
import { withApplication } from './with-application.js';

const mostShown = 100;

/**
 * `millrace audit verify`: whether the audit log is what the program wrote. 1 when an entry was altered, removed or
 * inserted, or the end that `anchor` names is gone; 2 for an anchor of another form.
 */
export async function verifyAudit({ anchor }: { readonly anchor?: string }): Promise<number> {
  const expected = anchor === undefined ? undefined : readAnchor(anchor);
  if (anchor !== undefined && expected === undefined) {
    console.error('The anchor has the form POSITION:HASH, as this command printed it.');
    return 2;
  }
  return withApplication(async (app) => {
    const report = await app.get(VerifyAudit).verify(expected);
    for (const { kind, message } of report.problems.slice(0, mostShown)) console.log(`${kind}  ${message}`);
    if (report.problems.length > mostShown) console.log(`… and ${report.problems.length - mostShown} more.`);
    const { sealed, waiting, problems } = report;
    const found = problems.length === 0 ? 'nothing was altered, removed or inserted' : `${problems.length} problem(s)`;
    console.log(`${sealed} entries in the chain, ${waiting} not yet in it: ${found}.`);
    if (report.anchor) console.log(`Anchor: ${report.anchor.position}:${report.anchor.chain}`);
    return problems.length === 0 ? 0 : 1;
  });
}

function readAnchor(text: string): AuditAnchor | undefined {
  const [, position, chain] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return chain === undefined ? undefined : { position: Number(position), chain };
}
