import { Secret, TOTP } from 'otpauth';
import { toString as drawCode } from 'qrcode';

const issuer = 'Millrace';
const period = 30;

/** A secret for a new authenticator, 160 bits as RFC 4226 recommends; base32. */
export function newOneTimeSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The `otpauth:` address that an authenticator app reads. */
export function authenticatorUri(secret: string, login: string): string {
  return totpOf(secret, login).toString();
}

/** The address as a picture to photograph: a `data:` URL of an SVG. */
export async function authenticatorPicture(uri: string): Promise<string> {
  const svg = await drawCode(uri, { type: 'svg', margin: 2 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/**
 * The time step whose code this is (RFC 6238), looking one step back and ahead for clocks that differ; undefined when it
 * is the code of none of them. A step up to `lastStep` does not count: its code was used.
 */
export function stepOfCode(secret: string, code: string, atMs: number, lastStep: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = totpOf(secret, '').validate({ token: code, timestamp: atMs, window: 1 });
  if (delta === null) return undefined;
  const step = Math.floor(atMs / 1000 / period) + delta;
  return step > lastStep ? step : undefined;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period, secret: Secret.fromBase32(secret) });
}
