import fc from 'fast-check';
import { AttemptLimit } from './attempt-limit.js';
import { isCrossSite, type SiteHeaders } from './cross-site.js';
import { hashPassword, isPassword } from './password.js';
import { clearedCookie, cookieWith, tokenInCookie } from './session-cookie.js';
import { firstEnd, idleMs, longestMs, movedEnd } from './session-lifetime.js';
import { hashOfToken, newSessionToken } from './session-token.js';

const address = 'https://docs.gamma-trade.example';

describe('requests of other sites', () => {
  test.each<[string, boolean, SiteHeaders]>([
    ['our own page', false, { 'sec-fetch-site': 'same-origin', origin: address, host: 'docs.gamma-trade.example' }],
    ['the address bar', false, { 'sec-fetch-site': 'none' }],
    ['a program', false, { host: 'docs.gamma-trade.example' }],
    ['our page, in an old browser', false, { origin: address, host: 'localhost:3000' }],
    ['our page, under another name of the host', false, { origin: 'http://10.0.0.7:3000', host: '10.0.0.7:3000' }],
    [
      'another site',
      true,
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', host: 'docs.gamma-trade.example' },
    ],
    ['another site, in an old browser', true, { origin: 'https://evil.example', host: 'docs.gamma-trade.example' }],
    [
      'a neighbour under the same domain',
      true,
      { 'sec-fetch-site': 'same-site', origin: 'https://blog.gamma-trade.example' },
    ],
    ['another port of the same host', true, { origin: 'http://localhost:8080', host: 'localhost:3000' }],
    ['a page without an origin of its own', true, { origin: 'null', host: 'docs.gamma-trade.example' }],
    ['another site that hides its origin', true, { 'sec-fetch-site': 'cross-site' }],
  ])('%s: %s', (_, expected, headers) => {
    expect(isCrossSite(headers, address)).toBe(expected);
  });
});

describe('the cookie', () => {
  it('is out of reach of scripts and other sites, and bound to TLS under https', () => {
    expect(cookieWith('abc', 'http://127.0.0.1:3000')).toBe('millrace_session=abc; Path=/; HttpOnly; SameSite=Lax');
    expect(cookieWith('abc', address, new Date(0))).toBe(
      'millrace_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    );
    expect(clearedCookie(address)).toContain('millrace_session=; ');
  });

  test.each([
    ['millrace_session=abc-_9', 'abc-_9'],
    ['theme=dark; millrace_session=abc; x=y', 'abc'],
    ['not_millrace_session=abc', undefined],
    ['millrace_session=', undefined],
    ['millrace_session=a b', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is read from "%s"', (header, expected) => {
    expect(tokenInCookie(header)).toBe(expected);
  });

  it('gives back any token', () => {
    const token = newSessionToken();
    expect(tokenInCookie(`a=b; ${cookieWith(token, address)}`)).toBe(token);
    expect(hashOfToken(token)).toHaveLength(32);
    expect(newSessionToken()).not.toBe(token);
    expect(hashOfToken(`${token}x`)).toBeUndefined();
  });
});

describe('the life of a session', () => {
  it('is 12 hours after the last use, and 30 days at most', () => {
    const begun = { createdAt: 0, expiresAt: firstEnd(0, false) };
    expect(begun.expiresAt).toBe(idleMs);
    expect(movedEnd(begun, 60_000)).toBeUndefined();
    expect(movedEnd(begun, idleMs / 2)).toBe(1.5 * idleMs);
    const old = { createdAt: 0, expiresAt: longestMs - idleMs / 2 };
    expect(movedEnd(old, longestMs - idleMs)).toBe(longestMs);
  });

  it('never moves for a remembered one, nor backwards, nor beyond the longest', () => {
    fc.assert(
      fc.property(fc.nat(longestMs - 1), fc.nat(longestMs), (now, expiresAt) => {
        expect(movedEnd({ createdAt: 0, expiresAt: firstEnd(0, true) }, now)).toBeUndefined();
        const end = movedEnd({ createdAt: 0, expiresAt }, now);
        if (end === undefined) return;
        expect(end).toBeGreaterThan(expiresAt);
        expect(end).toBeLessThanOrEqual(Math.min(longestMs, now + idleMs));
      }),
    );
  });
});

describe('attempts', () => {
  const rule = { most: 3, windowMs: 1000 };

  it('are refused above the limit until the window has passed', () => {
    const limit = new AttemptLimit();
    expect([0, 1, 2].map((at) => limit.take('a', rule, at))).toEqual([0, 0, 0]);
    expect(limit.take('a', rule, 400)).toBe(600);
    expect(limit.take('b', rule, 400)).toBe(0);
    expect(limit.take('a', rule, 1000)).toBe(0);
  });

  it('do not count when they were good', () => {
    const limit = new AttemptLimit();
    for (let i = 0; i < 10; i += 1) {
      expect(limit.take('a', rule, 0)).toBe(0);
      limit.giveBack('a');
    }
    for (let i = 0; i < 3; i += 1) limit.take('a', rule, 0);
    limit.clear('a');
    expect(limit.take('a', rule, 0)).toBe(0);
  });

  it('are forgotten, the oldest first, before they fill the memory', () => {
    const limit = new AttemptLimit();
    for (let i = 0; i < 3; i += 1) limit.take('first', rule, 0);
    for (let i = 0; i < 20_000; i += 1) limit.take(`name ${i}`, rule, 0);
    expect(limit.take('first', rule, 0)).toBe(0);
  });
});

describe('passwords', () => {
  it('are hashed by argon2id with the parameters that OWASP names, each with its own salt', async () => {
    const stored = await hashPassword('žalias dangus');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword('žalias dangus')).not.toBe(stored);
    expect(await isPassword('žalias dangus'.normalize('NFD'), stored)).toBe(true);
    expect(await isPassword('zalias dangus', stored)).toBe(false);
  });

  it('never fit where none is stored', async () => {
    expect(await isPassword('nobody signs in with this', null)).toBe(false);
    expect(await isPassword('', undefined)).toBe(false);
  });
});
