import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import { layoutOf, readLayout, type PlacedColumn } from './column-layout.ts';
import type { Column } from './register-columns.ts';
import type { View } from './register-state.ts';

/** The columns as this person arranged them on this device, for each view apart; else those of the view. */
export function useColumnLayout(stream: string, view: View, known: ReadonlyMap<string, Column>) {
  const [kept, keep, forget] = useLocalStorage<unknown>({
    key: `millrace.columns.${stream}.${view.key}`,
    getInitialValueInEffect: false,
  });
  const layout = useMemo(
    () => readLayout(kept, known) ?? layoutOf(view.columns, known, view.widths),
    [kept, known, view.columns, view.widths],
  );
  const change = useCallback((next: PlacedColumn[]) => keep(next), [keep]);
  const keys = layout.map(({ key }) => key).join(' ');
  // The same columns until they are others: rows do not care how wide they are.
  const columns = useMemo(() => keys.split(' ').flatMap((key) => known.get(key) ?? []), [keys, known]);
  return { layout, columns, change, reset: forget, arranged: kept !== undefined };
}
