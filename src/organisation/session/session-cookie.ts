/** Name of the cookie that holds the session's token. */
export const sessionCookie = 'millrace_session';

const inHeader = new RegExp(`(?:^|;) *${sessionCookie}=([A-Za-z0-9_-]+) *(?:;|$)`);

/** The token in a `Cookie` header (RFC 6265, 4.2); tokens are base64url, which needs no decoding. */
export function tokenInCookie(header: string | undefined): string | undefined {
  return header === undefined ? undefined : inHeader.exec(header)?.[1];
}

/**
 * The `Set-Cookie` value that gives the token to the browser: out of reach of scripts, not sent along from other sites,
 * and only over TLS where people reach the program by it. Without `until` it ends with the browser's session.
 */
export function cookieWith(token: string, publicUrl: string, until?: Date): string {
  const parts = [`${sessionCookie}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (publicUrl.startsWith('https:')) parts.push('Secure');
  if (until) parts.push(`Expires=${until.toUTCString()}`);
  return parts.join('; ');
}

/** The `Set-Cookie` value that takes the token away from the browser. */
export function clearedCookie(publicUrl: string): string {
  return cookieWith('', publicUrl, new Date(0));
}
