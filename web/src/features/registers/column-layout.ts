/** One column where it stands, as wide as it was dragged. */
export interface PlacedColumn {
  readonly key: string;
  readonly width: number;
}

interface Known {
  readonly key: string;
  readonly width: number;
}

export const narrowest = 64;
export const widest = 640;

/** The columns of a view, as wide as it says or as they are by themselves; those that the stream does not know are left out. */
export function layoutOf(
  keys: readonly string[],
  known: ReadonlyMap<string, Known>,
  widths: Readonly<Record<string, number>> = {},
): PlacedColumn[] {
  const placed = [...new Set(keys)].flatMap((key) => known.get(key) ?? []);
  const shown = placed.length > 0 ? placed : [...known.values()].slice(0, 1);
  return shown.map(({ key, width }) => ({ key, width: within(widths[key] ?? width) }));
}

/** What was kept on this device, as far as it still makes sense; undefined where nothing does. */
export function readLayout(kept: unknown, known: ReadonlyMap<string, Known>): PlacedColumn[] | undefined {
  if (!Array.isArray(kept)) return undefined;
  const seen = new Set<string>();
  const placed = kept.flatMap((entry: unknown): PlacedColumn[] => {
    const { key, width } = (entry ?? {}) as Partial<Record<keyof PlacedColumn, unknown>>;
    if (typeof key !== 'string' || !known.has(key) || seen.has(key)) return [];
    seen.add(key);
    const usable = typeof width === 'number' && Number.isFinite(width);
    return [{ key, width: usable ? within(width) : (known.get(key)?.width ?? narrowest) }];
  });
  return placed.length > 0 ? placed : undefined;
}

export function resize(layout: readonly PlacedColumn[], key: string, width: number): PlacedColumn[] {
  return layout.map((column) => (column.key === key ? { ...column, width: within(width) } : column));
}

/** Moves a column to the place of another; nothing moves where either is not there. */
export function move(layout: readonly PlacedColumn[], key: string, to: string): PlacedColumn[] {
  const from = layout.findIndex((column) => column.key === key);
  const target = layout.findIndex((column) => column.key === to);
  const moved = layout[from];
  if (!moved || target < 0) return [...layout];
  const others = layout.filter((column) => column.key !== key);
  return [...others.slice(0, target), moved, ...others.slice(target)];
}

/** Moves a column by one place to the left (-1) or to the right (1). */
export function shift(layout: readonly PlacedColumn[], key: string, by: -1 | 1): PlacedColumn[] {
  const neighbour = layout[layout.findIndex((column) => column.key === key) + by];
  return neighbour ? move(layout, key, neighbour.key) : [...layout];
}

/** Shows a column at the end, or takes it away; the last one stays. */
export function toggle(layout: readonly PlacedColumn[], column: Known): PlacedColumn[] {
  if (!layout.some(({ key }) => key === column.key)) return [...layout, { key: column.key, width: column.width }];
  return layout.length === 1 ? [...layout] : layout.filter(({ key }) => key !== column.key);
}

const within = (width: number) => Math.round(Math.min(widest, Math.max(narrowest, width)));
