import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** Metadata key that AuditedCalls looks for. */
export const notAudited = 'millrace:not-audited';

/** The audit log is not told of the call as such, for this reason. Calls that change something have no such mark. */
export function NotAudited(reason: string): CustomDecorator {
  return SetMetadata(notAudited, reason);
}
