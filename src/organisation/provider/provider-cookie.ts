import { providerPatienceMs } from './begun-sign-ins.js';

/** The cookie by which the browser that began a sign-in at the provider is known again. */
export function providerCookie(publicUrl: string) {
  const secure = publicUrl.startsWith('https:');
  // Under TLS browsers bind the name to this very host, for which they want it to hold for all paths.
  const name = secure ? '__Host-millrace_provider' : 'millrace_provider';
  const kept = { path: secure ? '/' : '/api/session/provider', httpOnly: true, sameSite: 'lax', secure } as const;
  return { name, kept, maxAge: providerPatienceMs / 1000 };
}
