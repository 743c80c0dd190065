/** Where a name may begin: not inside a word or a mail address. */
const named = /(?<![\p{L}\p{N}._%+@-])@([a-z0-9][a-z0-9._@-]{0,99})/giu;
/** Whoever names more people than this writes to a list, not to people. */
const mostNamed = 50;

/** Who is named in a text as `@login`. */
export interface NamedInText<Person> {
  readonly people: readonly Person[];
  /** Names behind an `@` that nobody has, as they were written. */
  readonly unknown: readonly string[];
}

/**
 * Finds the people named in a text. A login may contain dots and hyphens, and a sentence may end right behind it: the
 * longest part that somebody has as login counts, cut at such characters only.
 */
export function findMentions<Person>(
  text: string,
  byLogin: (login: string) => Person | undefined,
): NamedInText<Person> {
  const people = new Set<Person>();
  const unknown = new Set<string>();
  for (const [, written = ''] of text.matchAll(named)) {
    if (people.size + unknown.size >= mostNamed) break;
    const person = firstOf(shorter(written.toLowerCase()), byLogin);
    if (person === undefined) unknown.add(written.replace(/[._@-]+$/, ''));
    else people.add(person);
  }
  return { people: [...people], unknown: [...unknown] };
}

/** `a.b-c`, `a.b`, `a` */
function shorter(name: string): string[] {
  const parts: string[] = [];
  for (let rest = name.replace(/[._@-]+$/, ''); rest !== ''; rest = rest.replace(/[._@-]*[^._@-]+$/, '')) {
    parts.push(rest);
  }
  return parts;
}

function firstOf<Person>(
  logins: readonly string[],
  byLogin: (login: string) => Person | undefined,
): Person | undefined {
  for (const login of logins) {
    const person = byLogin(login);
    if (person !== undefined) return person;
  }
  return undefined;
}
