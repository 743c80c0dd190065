import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import webPush from 'web-push';
import { ForbiddenEndpoint, readEndpoint, resolveEndpoint, type CheckedEndpoint } from './endpoint.js';
import type { PushKeyPair } from './push-keys.js';
import type { PushMessage } from './push-message.js';
import type { PushSubscription } from './subscriptions.js';

/** What became of a message: `gone` - the browser wants none any more; `refused` - it will not be taken another time either. */
export type Sent = 'sent' | 'gone' | 'refused';

/** Thrown where it may go better later. */
export class PushDelayed extends Error {}

/** Milliseconds for a whole exchange, so that a service that says nothing keeps no job. */
const longest = 15_000;
/** Seconds that a push service keeps a message for a browser that is not there. */
const keptFor = 24 * 60 * 60;

/**
 * Sends one message, encrypted for the browser (RFC 8291) and signed (RFC 8292), to the address that was looked at.
 * @throws PushDelayed, and what the network throws
 */
export async function sendMessage(
  subscription: PushSubscription,
  message: PushMessage,
  { keys, subject, local }: { readonly keys: PushKeyPair; readonly subject: string; readonly local: boolean },
): Promise<Sent> {
  const { endpoint, p256dh, auth } = subscription;
  try {
    const place = await resolveEndpoint(readEndpoint(endpoint, local), local);
    const { headers, body } = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(message),
      {
        vapidDetails: { subject, ...keys },
        TTL: keptFor,
        urgency: 'high',
        contentEncoding: 'aes128gcm',
      },
    );
    return outcomeOf(await post(place, headers, body));
  } catch (error) {
    if (error instanceof ForbiddenEndpoint) return 'refused';
    throw error;
  }
}

function outcomeOf(status: number): Sent {
  if (status >= 200 && status < 300) return 'sent';
  if (status === 404 || status === 410) return 'gone';
  if (status === 429 || status >= 500) throw new PushDelayed(`The push service answered ${status}.`);
  return 'refused';
}

/** Answers the status; what else the service says is not read. Redirects are not followed: they could lead anywhere. */
function post(
  { url, address, family }: CheckedEndpoint,
  headers: Record<string, string | number>,
  body: Buffer | null,
): Promise<number> {
  const request = url.protocol === 'https:' ? tlsRequest : plainRequest;
  const pinned: LookupFunction = (_host, { all }, done) =>
    all === true ? done(null, [{ address, family }]) : done(null, address, family);
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers,
      lookup: pinned,
      agent: false,
      signal: AbortSignal.timeout(longest),
    });
    sent.on('error', reject);
    sent.on('response', (answer) => {
      answer.destroy();
      resolve(answer.statusCode ?? 0);
    });
    sent.end(body);
  });
}
