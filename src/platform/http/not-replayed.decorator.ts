import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** Metadata key that the idempotency interceptor looks for. */
export const notReplayed = 'millrace:not-replayed';

/** The answer of this endpoint must not be stored, so an Idempotency-Key has no effect on it. */
export function NotReplayed(): CustomDecorator {
  return SetMetadata(notReplayed, true);
}
