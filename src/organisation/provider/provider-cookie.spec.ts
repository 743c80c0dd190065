import { providerCookie } from './provider-cookie.js';

describe('the cookie of a sign-in at the provider', () => {
  it('is out of reach of scripts, and bound to this host under TLS', () => {
    expect(providerCookie('https://docs.example.com')).toEqual({
      name: '__Host-millrace_provider',
      kept: { path: '/', httpOnly: true, sameSite: 'lax', secure: true },
      maxAge: 600,
    });
    expect(providerCookie('http://127.0.0.1:3000')).toMatchObject({
      name: 'millrace_provider',
      kept: { path: '/api/session/provider', httpOnly: true, secure: false },
    });
  });
});
