import { useMediaQuery } from '@mantine/hooks';

/** True on a screen with room for one pane only. */
export function usePhone(): boolean {
  return useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
}
