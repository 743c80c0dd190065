import type { Stream } from '../../../streams/streams.ts';
import type { RelatedGroup } from './related-query.ts';

/** Documents of one register around a document, and the field by which new ones refer to it. */
export interface RoundGroup {
  readonly stream: Stream;
  readonly group: RelatedGroup | undefined;
  /** Of documents of `stream`: the field that refers to the document. Undefined where they are those it refers to. */
  readonly field: string | undefined;
  readonly mayAdd: boolean;
}

/**
 * The registers around a document of `stream`: first those that its definition names as related, also while they are empty,
 * so that the first one can be made; then any other in which something refers to it, or that it refers to.
 */
export function roundGroups(
  stream: Pick<Stream, 'relations'>,
  streams: readonly Stream[],
  groups: readonly RelatedGroup[],
): RoundGroup[] {
  const own = stream.relations.flatMap(({ stream: key, field }): RoundGroup[] => {
    const other = streams.find((one) => one.key === key);
    if (!other) return [];
    const group = groups.find((one) => one.stream === key);
    return [{ stream: other, group, field, mayAdd: other.may.includes('register') }];
  });
  const rest = groups.flatMap((group): RoundGroup[] => {
    if (own.some((one) => one.stream.key === group.stream)) return [];
    const other = streams.find((one) => one.key === group.stream);
    return other ? [{ stream: other, group, field: undefined, mayAdd: false }] : [];
  });
  return [...own.filter(({ group, mayAdd }) => group !== undefined || mayAdd), ...rest];
}
