import { useMedia } from './use-media.ts';

/** True on a screen with room for one pane only. */
export function usePhone(): boolean {
  return useMedia('(max-width: 720px)');
}
