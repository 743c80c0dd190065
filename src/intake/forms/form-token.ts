import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A person needs at least so long for the shortest form, in milliseconds. */
const quickest = 1500;
const tokenForm = /^([0-9a-z]{6,12})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{43})$/;

/** Proof that a page was opened at `nowMs`; also the name under which one sending of it is known. */
export function issueToken(secret: string, nowMs: number): string {
  const body = `${nowMs.toString(36)}.${randomBytes(12).toString('base64url')}`;
  return `${body}.${signature(secret, body)}`;
}

/** `none`: not one of ours, as in forms on other sites. `quick`: sent sooner after opening than a person could. */
export function judgeToken(secret: string, token: string, nowMs: number): 'good' | 'quick' | 'none' {
  const [, opened = '', nonce = '', given = ''] = tokenForm.exec(token) ?? [];
  const expected = signature(secret, `${opened}.${nonce}`);
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return 'none';
  return nowMs - Number.parseInt(opened, 36) < quickest ? 'quick' : 'good';
}

function signature(secret: string, body: string): string {
  return createHmac('sha256', secret).update(`form page ${body}`).digest('base64url');
}
