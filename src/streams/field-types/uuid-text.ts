const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id in a value that is an id or, as the API answers it, an object with one; undefined for anything else. */
export function readId(value: unknown): string | undefined {
  const id: unknown = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  if (typeof id !== 'string' || id.length > 60) return undefined;
  const lower = id.trim().toLowerCase();
  return uuid.test(lower) ? lower : undefined;
}
