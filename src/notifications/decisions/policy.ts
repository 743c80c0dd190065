import type { Tx } from '../../platform/context.js';

/** What the organisation allows of decision links. */
export interface LinkPolicy {
  /** Whether a letter's link decides without signing in; otherwise it leads to the sign-in. */
  readonly decideByLink: boolean;
  /** So long a link lasts. */
  readonly linkDays: number;
}

/** On from the beginning: a link decides one assignment of one person, and asks for nothing that the letter does not prove. */
const usual: LinkPolicy = { decideByLink: true, linkDays: 14 };

const read = {
  name: 'notification_policy_read',
  text: 'SELECT decide_by_link AS "decideByLink", link_days AS "linkDays" FROM notification_policy',
};

const write = {
  name: 'notification_policy_write',
  text: `INSERT INTO notification_policy (decide_by_link, link_days) VALUES ($1, $2)
    ON CONFLICT (only_one) DO UPDATE SET decide_by_link = excluded.decide_by_link, link_days = excluded.link_days`,
};

export async function readPolicy(tx: Tx): Promise<LinkPolicy> {
  const [row] = await tx.run<LinkPolicy>(read, []);
  return row ?? usual;
}

/** Changes what is given, and answers what holds then. */
export async function changePolicy(
  tx: Tx,
  change: { readonly decideByLink?: boolean | undefined; readonly linkDays?: number | undefined },
): Promise<LinkPolicy> {
  const before = await readPolicy(tx);
  const after = {
    decideByLink: change.decideByLink ?? before.decideByLink,
    linkDays: change.linkDays ?? before.linkDays,
  };
  await tx.run(write, [after.decideByLink, after.linkDays]);
  return after;
}
