/** A title template taken apart: text and holes in turn. */
export interface TitleTemplate {
  readonly parts: readonly ({ readonly text: string } | { readonly field: string })[];
}

/** Takes a template such as `{company} – {subject}` apart; undefined where braces do not match. */
export function parseTitle(template: string): TitleTemplate | undefined {
  const parts: ({ text: string } | { field: string })[] = [];
  for (const piece of template.split(/(\{[^{}]*\})/)) {
    if (piece === '') continue;
    const field = /^\{\s*([A-Za-z0-9]+)\s*\}$/.exec(piece)?.[1];
    if (field !== undefined) parts.push({ field });
    else if (/[{}]/.test(piece)) return undefined;
    else parts.push({ text: piece });
  }
  return { parts };
}

/**
 * Fills a title. Text after a hole is written only when that hole and the next one (or the end) are there to need it, so
 * that an empty field leaves no lonely dash or bracket. Empty when no hole is filled.
 */
export function fillTitle(template: TitleTemplate, valueOf: (field: string) => string): string {
  let title = '';
  let separator = '';
  let leading = '';
  let filled = false;
  let lastFilled = true;
  let holes = 0;
  for (const part of template.parts) {
    if ('text' in part) {
      if (holes === 0) leading = part.text;
      else separator = part.text;
      continue;
    }
    holes += 1;
    const value = valueOf(part.field);
    lastFilled = value !== '';
    if (!lastFilled) continue;
    title += (filled ? separator : leading) + value;
    filled = true;
    separator = '';
  }
  return (filled && lastFilled ? title + separator : title).trim();
}
