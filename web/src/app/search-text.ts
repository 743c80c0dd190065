/** What JSON may begin with; an id begins with a digit too, and is none. */
const structured = /^[ \t\n\r]*["[{]/;
const plain = /^[ \t\n\r]*(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)[ \t\n\r]*$/;

/**
 * The search part of an address, as the router's own functions read and write it: texts as they are, all else as JSON.
 * Those try for each text whether it is JSON; every id is an exception then, and the first of them alone makes the browser
 * go through the whole script once more.
 */
export function readSearchText(text: string): Record<string, unknown> {
  const read = [...new URLSearchParams(text)].map(([name, value]) => [name, isJson(value) ? JSON.parse(value) : value]);
  return Object.fromEntries(read) as Record<string, unknown>;
}

/** The inverse of `readSearchText`: with the question mark, or empty. */
export function writeSearchText(search: Readonly<Record<string, unknown>>): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined) continue;
    written.set(name, typeof value === 'string' && !isJson(value) ? value : JSON.stringify(value));
  }
  const text = written.toString();
  return text === '' ? '' : `?${text}`;
}

function isJson(text: string): boolean {
  if (plain.test(text)) return true;
  if (!structured.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
