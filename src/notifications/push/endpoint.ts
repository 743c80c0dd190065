import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Refusal } from '../../platform/errors.js';
import { isPublicAddress } from './public-address.js';

const longest = 1000;

/** A place to send to: its address was looked at, and the connection goes to this address and no other. */
export interface CheckedEndpoint {
  readonly url: URL;
  readonly address: string;
  readonly family: 4 | 6;
}

/** Thrown where an endpoint leads to where no push service is. */
export class ForbiddenEndpoint extends Error {}

/**
 * The address that a browser gave. Whoever subscribes could name any: it has to be https on the usual port, without
 * credentials, and not by the number of a machine beside this one.
 * @param local also plain http and machines beside this one, for tests and for a push service of one's own
 * @throws Refusal malformed
 */
export function readEndpoint(text: string, local: boolean): URL {
  const url = text.length <= longest && URL.canParse(text) ? new URL(text) : undefined;
  const host = url ? hostOf(url) : '';
  const fits =
    url !== undefined &&
    url.username === '' &&
    url.password === '' &&
    (local
      ? /^https?:$/.test(url.protocol)
      : url.protocol === 'https:' && url.port === '' && (isIP(host) === 0 ? isName(host) : isPublicAddress(host)));
  if (fits) return url;
  const message = 'Expected the https address of a push service, as a browser gives it.';
  throw new Refusal('malformed', 'push-endpoint', message, [{ path: 'endpoint', code: 'push-endpoint', message }]);
}

/**
 * Finds out where an endpoint leads at this moment. A name may lead elsewhere the next moment: so the connection is made to
 * the address that was looked at.
 * @throws ForbiddenEndpoint; what the name service throws
 */
export async function resolveEndpoint(url: URL, local: boolean): Promise<CheckedEndpoint> {
  const found = await lookup(hostOf(url), { all: true, verbatim: true });
  const [first] = found;
  // One address of several that lies inside is enough to distrust the name.
  if (!first || (!local && !found.every(({ address }) => isPublicAddress(address)))) {
    throw new ForbiddenEndpoint(`${url.host} leads to an address to which no push message may go.`);
  }
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 };
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** A name of the world has a dot; those of one's own network end otherwise. */
function isName(host: string): boolean {
  return host.includes('.') && !/(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/i.test(host);
}
