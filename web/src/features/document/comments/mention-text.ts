/** Somebody who is being named where the caret stands: `@ann|`. */
export interface MentionDraft {
  /** Where the `@` stands. */
  readonly from: number;
  readonly to: number;
  /** What was typed behind it. */
  readonly query: string;
}

/** A piece of a comment: plain text, or a person named in it. */
export interface CommentPiece {
  readonly text: string;
  readonly person?: { readonly id: string; readonly name: string };
}

/** Not inside a word or a mail address, as the server reads it. */
const begun = /(?<![\p{L}\p{N}._%+@-])@([\p{L}\p{N}._-]{0,40})$/u;

/** Who is being named at the caret; undefined where nobody is. */
export function mentionAt(text: string, caret: number): MentionDraft | undefined {
  const found = begun.exec(text.slice(0, caret));
  const query = found?.[1];
  return found && query !== undefined ? { from: found.index, to: caret, query } : undefined;
}

/** The text with the person named in it, and where the caret stands then. */
export function withMention(
  text: string,
  { from, to }: MentionDraft,
  login: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(to);
  const named = `@${login}${/^\s/.test(rest) ? '' : ' '}`;
  const caret = from + named.length + (/^\s/.test(rest) ? 1 : 0);
  return { text: text.slice(0, from) + named + rest, caret };
}

/** A comment with the people who were told of it by their names. */
export function commentPieces(
  text: string,
  mentions: readonly { readonly id: string; readonly login: string; readonly name: string }[],
): CommentPiece[] {
  const known = new Map(mentions.filter(({ login }) => login !== '').map((one) => [one.login.toLowerCase(), one]));
  if (known.size === 0) return [{ text }];
  // The longest first, so that anna.kowalska is not taken for anna.
  const logins = [...known.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((login) => login.replace(/[.+]/g, '\\$&'));
  const named = new RegExp(`(?<![\\p{L}\\p{N}._%+@-])@(${logins.join('|')})(?![a-z0-9])`, 'giu');
  const pieces: CommentPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(named)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    const person = known.get((match[1] ?? '').toLowerCase());
    pieces.push({ text: match[0], ...(person && { person: { id: person.id, name: person.name } }) });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}
