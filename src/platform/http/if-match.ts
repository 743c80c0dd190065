import { Refusal } from '../errors.js';
import { say } from '../words/sentence.js';

/** The entity tag of a version of something that is changed as a whole, such as a document. */
export function versionTag(version: number): string {
  return `"v${version}"`;
}

/**
 * The version that `If-Match` names; undefined for `*`, which matches any.
 * @throws Refusal stale when the header is missing or no tag of a version
 */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '') {
    const message =
      'Changing this needs the header If-Match with the ETag that it was read with, e.g. If-Match: "v3", so that ' +
      "nobody else's change is lost.";
    throw new Refusal('stale', 'if-match-missing', message);
  }
  const tag = header.trim();
  if (tag === '*') return undefined;
  const version = /^"v(\d{1,9})"$/.exec(tag)?.[1];
  if (version === undefined) {
    const message = say('If-Match is {tag}; expected the ETag that it was read with, e.g. "v3".', {
      tag: tag.slice(0, 60),
    });
    throw new Refusal('stale', 'if-match-malformed', message);
  }
  return Number(version);
}
