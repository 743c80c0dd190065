import type { Actor } from '../../platform/context.js';
import type { Verb } from './grant.js';

/** How far a document was shared with somebody. `edit` holds `read`. */
export const shareLevels = ['read', 'edit'] as const;
export type ShareLevel = (typeof shareLevels)[number];

/** With whom a document is shared: one person, everybody of a unit and of the units below it, or everybody of a group. */
export const shareHolderKinds = ['person', 'unit', 'group'] as const;
export type ShareHolderKind = (typeof shareHolderKinds)[number];

/** What a share of each level lets one do. */
export const sharedVerbs: Readonly<Record<ShareLevel, readonly Verb[]>> = {
  read: ['read'],
  edit: ['read', 'edit', 'links'],
};

/** Whether the share `x` counts now. */
export const shareInForce = '(x.ends_at IS NULL OR x.ends_at > now())';

/** The ids whose shares somebody has, the own one first: that of the person, of units and of groups. */
export function shareHolders({ id, withinUnitIds, groupIds }: ShareHolding): string[] {
  return [id, ...withinUnitIds, ...groupIds];
}

/** As much of somebody as says whose shares count. */
export type ShareHolding = Pick<Actor, 'id' | 'withinUnitIds' | 'groupIds'>;

/** The widest of some levels; null of none. */
export function widestShare(levels: readonly ShareLevel[]): ShareLevel | null {
  return levels.includes('edit') ? 'edit' : (levels[0] ?? null);
}
