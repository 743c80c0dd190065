/** Names of the cookie that holds the session's token; under TLS browsers bind the name to this very host. */
const plainName = 'millrace_session';
const boundName = `__Host-${plainName}`;

/** The token in a `Cookie` header (RFC 6265, 4.2); tokens are base64url, which needs no decoding. */
export function tokenInCookie(header: string | undefined, publicUrl: string): string | undefined {
  if (header === undefined) return undefined;
  return new RegExp(`(?:^|;) *${cookieName(publicUrl)}=([A-Za-z0-9_-]+) *(?:;|$)`).exec(header)?.[1];
}

/**
 * The `Set-Cookie` value that gives the token to the browser: out of reach of scripts, not sent along from other sites,
 * and only over TLS where people reach the program by it. Without `until` it ends with the browser's session.
 */
export function cookieWith(token: string, publicUrl: string, until?: Date): string {
  const parts = [`${cookieName(publicUrl)}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (isSecure(publicUrl)) parts.push('Secure');
  if (until) parts.push(`Expires=${until.toUTCString()}`);
  return parts.join('; ');
}

/** The `Set-Cookie` value that takes the token away from the browser. */
export function clearedCookie(publicUrl: string): string {
  return cookieWith('', publicUrl, new Date(0));
}

function cookieName(publicUrl: string): string {
  return isSecure(publicUrl) ? boundName : plainName;
}

function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
