import type { Problem } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import type { Language } from '../../platform/languages.js';
import { cardProblem } from '../card/card-messages.js';
import { linkKindForm } from '../links/link-kind.js';
import type { NewLink } from './register-request.js';

/** The ids that the links name and that can be looked up. */
export function linkedIds(links: readonly NewLink[] = []): string[] {
  return links.flatMap(({ to }) => (isUuid(to) ? [to.toLowerCase()] : []));
}

/** The links that lead to one of `targets`, and what is wrong with the others. */
export function checkLinks(
  links: readonly NewLink[] = [],
  targets: ReadonlyMap<string, { readonly visible: boolean }>,
  language: Language,
): { links: NewLink[]; problems: Problem[] } {
  const good: NewLink[] = [];
  const problems: Problem[] = [];
  links.forEach(({ to, kind }, index) => {
    if (!linkKindForm.test(kind)) problems.push(malformedKind(`links[${index}].kind`));
    else if (targets.get(to.toLowerCase())?.visible !== true)
      problems.push(cardProblem(`links[${index}].to`, 'link-not-found', language));
    else good.push({ to: to.toLowerCase(), kind });
  });
  return { links: good, problems };
}

/** Said about a kind of link that is not of the expected form. */
export function malformedKind(path: string): Problem {
  const message = 'Expected the kind of the link: small letters, digits and hyphens, e.g. "related", at most 40.';
  return { path, code: 'malformed-kind', message };
}
