import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** Metadata key that the session guard looks for. */
export const openToAll = 'millrace:open-to-all';

/** The endpoint needs no session; whoever calls it is the public actor. Everything without this needs one. */
export function Public(): CustomDecorator {
  return SetMetadata(openToAll, true);
}
