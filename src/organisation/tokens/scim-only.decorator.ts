import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** Metadata key that the session guard looks for. */
export const scimOnly = 'millrace:scim-only';

/** The call is for programs that provision people: it needs an API token with the scope `scim`. */
export function ScimOnly(): CustomDecorator {
  return SetMetadata(scimOnly, true);
}
