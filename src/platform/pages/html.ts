/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = Html | string | number | undefined | false | readonly Piece[];

/** HTML from a template: every hole is escaped unless it is HTML itself; undefined and false leave nothing. */
export function html(parts: TemplateStringsArray, ...holes: readonly Piece[]): Html {
  return new Html(parts.map((part, index) => part + (index < holes.length ? shown(holes[index]) : '')).join(''));
}

function shown(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map(shown).join('');
  return escaped(String(piece));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
