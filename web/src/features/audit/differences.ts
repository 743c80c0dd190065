/** One member of what was before and after, as text; an empty text where there was nothing. */
export interface Difference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What was before beside what is after, member by member; those that stayed the same are left out. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [was, is] = [membersOf(before), membersOf(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((name) => ({ name, before: textOf(was[name]), after: textOf(is[name]) }))
    .filter(({ before: old, after: present }) => old !== present);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
