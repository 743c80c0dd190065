import { foldedHeaders, messageIds, readHeaderBlock } from './header-block.js';
import type { Letter } from './letter.js';

/** What a mail server reports of a letter that could not be delivered, as far as it says so. */
export interface DeliveryReport {
  /** Message-IDs that the report names besides its own; the undelivered letter's is among them. */
  readonly messageIds: readonly string[];
  readonly recipients: readonly string[];
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | undefined;
  /** Enhanced status code, `5.1.1` (RFC 3463). */
  readonly status: string | undefined;
  /** The server's own words. */
  readonly diagnostic: string | undefined;
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
const reportBytes = 256 * 1024;

/** Reads a delivery report (RFC 3464), or what a report of the older kinds says in its text. */
export function readDeliveryReport(letter: Letter): DeliveryReport {
  const status = letter.parts.find((part) => /^message\/(?:global-)?delivery-status$/.test(part.type));
  const fields = status
    ? foldedHeaders(status.bytes.subarray(0, reportBytes).toString('utf8').split(/\r?\n/))
    : new Map<string, string[]>();
  const recipients = [...(fields.get('final-recipient') ?? []), ...(fields.get('original-recipient') ?? [])]
    .concat(letter.headers.get('x-failed-recipients') ?? [])
    .flatMap((value) => value.match(/[^\s<>;,]{1,200}@[^\s<>;,]{1,200}/g) ?? []);
  const action = fields.get('action')?.[0]?.toLowerCase();
  return {
    messageIds: returnedIds(letter),
    recipients: [...new Set(recipients.map((found) => found.toLowerCase()))].slice(0, 50),
    action: actions.find((known) => action?.startsWith(known)),
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status')?.[0] ?? letter.text.slice(0, 20_000))?.[0],
    diagnostic: fields.get('diagnostic-code')?.[0]?.slice(0, 500),
  };
}

function returnedIds(letter: Letter): string[] {
  const returned = letter.parts
    .filter((part) => /^(?:message\/(?:global|rfc822)|text\/rfc822-headers|message\/global-headers)/.test(part.type))
    .flatMap((part) => messageIds(readHeaderBlock(part.bytes).get('message-id')?.[0]));
  const inText = [...letter.text.slice(0, 200_000).matchAll(/^[>\s]*message-id:\s*(<[^<>\s]{1,900}>)/gim)].map(
    (match) => match[1] ?? '',
  );
  return [...new Set([...returned, ...inText, ...letter.answers])].slice(0, 50);
}
