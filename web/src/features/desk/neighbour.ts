/** The one to read after `id` is gone: the one below it, else the one above; undefined when it was the last. */
export function neighbour(items: readonly { readonly id: string }[], id: string): string | undefined {
  const place = items.findIndex((item) => item.id === id);
  if (place < 0) return items[0]?.id;
  return (items[place + 1] ?? items[place - 1])?.id;
}

/** The one `by` places away, staying within the list; the first where none is chosen. */
export function stepFrom(
  items: readonly { readonly id: string }[],
  id: string | undefined,
  by: number,
): string | undefined {
  const place = items.findIndex((item) => item.id === id);
  if (place < 0) return items[0]?.id;
  return items[Math.min(Math.max(place + by, 0), items.length - 1)]?.id;
}
