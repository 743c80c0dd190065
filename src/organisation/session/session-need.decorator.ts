import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import { Refusal } from '../../platform/errors.js';

/**
 * What a call needs beside a right: `any` - a session, which a person has begun and no program with an API token; `fresh`
 * - one whose owner has shown within the last 15 minutes who it is.
 */
export type SessionNeed = 'any' | 'fresh';

/** Metadata key that the session guard looks for. */
export const sessionNeed = 'millrace:session-need';

/** For what concerns the keys to an account: not for API tokens, and the delicate parts not for old sessions. */
export function NeedsSession(need: SessionNeed): CustomDecorator {
  return SetMetadata(sessionNeed, need);
}

/** The refusal of a program that is no person. */
export function sessionNeeded(): Refusal {
  const message = 'This needs a session: sign in. An API token cannot change the keys to an account.';
  return new Refusal('forbidden', 'session-needed', message);
}
