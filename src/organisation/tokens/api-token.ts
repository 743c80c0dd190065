import { createHash, randomBytes } from 'node:crypto';

/** By which scanners of leaked secrets, and the guard, tell an API token from a session's. */
const prefix = 'mlr_';
const tokenForm = /^mlr_[A-Za-z0-9_-]{43}$/;

/** What a token may be used for; `scim` only provisions people and groups. */
export const tokenScopes = ['read', 'write', 'scim'] as const;
export type TokenScope = (typeof tokenScopes)[number];

export const longestLifeDays = 366;

/** A new API token: 32 random bytes as base64url behind the prefix. */
export function newApiToken(): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** Whether a bearer is meant to be an API token. */
export function isApiToken(bearer: string): boolean {
  return bearer.startsWith(prefix);
}

/** What is stored and compared instead of the token; undefined for a text that no token has the form of. */
export function hashOfApiToken(token: string): Buffer | undefined {
  return tokenForm.test(token) ? createHash('sha256').update(token).digest() : undefined;
}
