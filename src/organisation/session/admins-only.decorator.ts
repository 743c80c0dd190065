import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import { Refusal } from '../../platform/errors.js';

/** Metadata key that the session guard looks for. */
export const adminsOnly = 'millrace:admins-only';

/** The call is for administrators; others are refused before anything of it is looked at. */
export function AdminsOnly(): CustomDecorator {
  return SetMetadata(adminsOnly, true);
}

/** The refusal of somebody else. */
export function adminNeeded(): Refusal {
  return new Refusal('forbidden', 'admin-only', 'This is done by an administrator.');
}
