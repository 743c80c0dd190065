import { useFormat } from '../i18n/use-format.ts';
import type { ViewCount } from './views.ts';

/** How many documents a view holds; beyond 999 only that there are more. */
export function ViewCounter({ count }: { readonly count: ViewCount | undefined }) {
  const { number } = useFormat();
  return count ? <span className="figures">{`${number(count.count)}${count.more ? '+' : ''}`}</span> : null;
}
