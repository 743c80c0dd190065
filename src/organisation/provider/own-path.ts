/**
 * The path, when it is one of this app and cannot lead a browser to another site; undefined otherwise. Browsers take a
 * backslash for a slash, and leave out tabs and line ends.
 */
export function ownPath(to: string | undefined): string | undefined {
  if (to === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(to) || to.includes('\\')) return undefined;
  const here = 'https://here.invalid';
  return URL.canParse(to, here) && new URL(to, here).origin === here ? to : undefined;
}
