import { Refusal } from '../../platform/errors.js';

/** The headers by which a browser tells where a request comes from. */
export interface SiteHeaders {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

/**
 * True when a browser sent the request on behalf of a page that is not ours. `Sec-Fetch-Site` (W3C Fetch Metadata)
 * decides where the browser sends it; otherwise `Origin` (RFC 6454), which browsers add to every unsafe request. A
 * request with neither does not come from a browser's page.
 */
export function isCrossSite(headers: SiteHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return false;
  if (headers.origin === undefined) return site !== undefined;
  const host = hostOf(headers.origin);
  return host === undefined || (host !== headers.host?.toLowerCase() && host !== hostOf(publicUrl));
}

/** @throws Refusal forbidden when the request comes from a page that is not ours */
export function refuseCrossSite(headers: SiteHeaders, publicUrl: string): void {
  if (!isCrossSite(headers, publicUrl)) return;
  throw new Refusal('forbidden', 'other-site', 'A page of another site may not sign anyone in here.');
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
