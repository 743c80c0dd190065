import fastifyCookie from '@fastify/cookie';

/** Name of the cookie that holds the session's token. */
export const sessionCookie = 'millrace_session';

/** The token in a `Cookie` header. */
export function tokenInCookie(header: string | undefined): string | undefined {
  return header?.includes(sessionCookie) ? fastifyCookie.parse(header)[sessionCookie] : undefined;
}

/**
 * The `Set-Cookie` value that gives the token to the browser: out of reach of scripts, not sent along from other sites,
 * and only over TLS where people reach the program by it. Without `until` it ends with the browser's session.
 */
export function cookieWith(token: string, publicUrl: string, until?: Date): string {
  return fastifyCookie.serialize(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    ...(until ? { expires: until } : {}),
  });
}

/** The `Set-Cookie` value that takes the token away from the browser. */
export function clearedCookie(publicUrl: string): string {
  return cookieWith('', publicUrl, new Date(0));
}
