import { createHash, randomBytes } from 'node:crypto';

const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/** A new session token: 32 random bytes as base64url. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored and compared instead of the token; undefined for a text that no token has the form of. */
export function hashOfToken(token: string): Buffer | undefined {
  return tokenForm.test(token) ? createHash('sha256').update(token).digest() : undefined;
}
