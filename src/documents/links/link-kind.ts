/** Links with this beginning stand for reference fields; `field:client` for the field `client`. */
export const fieldLinkPrefix = 'field:';

/** The form of the kinds that people and routes may use. */
export const linkKindForm = /^[a-z][a-z0-9-]{0,39}$/;

export interface LinkTarget {
  readonly to: string;
  readonly kind: string;
}

/** The references of a card as links: one for each field and document, also where a table names it twice. */
export function fieldLinks(references: readonly { readonly path: string; readonly id: string }[]): LinkTarget[] {
  const links = references.map(({ path, id }) => ({ to: id, kind: `${fieldLinkPrefix}${fieldOf(path)}` }));
  return distinctLinks(links);
}

/** Without repeats; a document may hold one link of a kind to another. */
export function distinctLinks(links: readonly LinkTarget[]): LinkTarget[] {
  return [...new Map(links.map((link) => [`${link.kind} ${link.to}`, link])).values()];
}

/** `fields.lines[2].product` -> `lines.product`. */
function fieldOf(path: string): string {
  return path.replace(/^fields\./, '').replace(/\[\d+\]/g, '');
}
