import fc from 'fast-check';
import { AttemptLimit } from './attempt-limit.js';
import { isCrossSite, type SiteHeaders } from './cross-site.js';
import { describeAgent } from './describe-agent.js';
import { hashPassword, isPassword } from './password.js';
import { clearedCookie, cookieWith, tokenInCookie } from './session-cookie.js';
import { firstEnd, idleMs, longestMs, movedEnd } from './session-lifetime.js';
import { hashOfToken, newSessionToken } from './session-token.js';
import { Turns } from './turns.js';

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
      '__Host-millrace_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    );
    expect(clearedCookie(address)).toContain('__Host-millrace_session=; ');
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
    expect(tokenInCookie(header, 'http://127.0.0.1:3000')).toBe(expected);
    // Under TLS only the name counts that browsers bind to the host: a neighbour can set the other.
    expect(tokenInCookie(header, address)).toBeUndefined();
    const bound = header?.replaceAll('millrace_session', '__Host-millrace_session');
    expect(tokenInCookie(bound, address)).toBe(expected);
  });

  it('gives back any token', () => {
    const token = newSessionToken();
    expect(tokenInCookie(`a=b; ${cookieWith(token, address)}`, address)).toBe(token);
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

describe('a device', () => {
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
  test.each([
    [`${windows} Safari/537.36`, 'en', 'Chrome on Windows'],
    [`${windows} Safari/537.36 Edg/140.0.0.0`, 'pl', 'Edge w systemie Windows'],
    [`${phone} Version/18.5 Mobile/15E148 Safari/604.1`, 'ru', 'Safari, iOS'],
    [`${phone} CriOS/140.0 Mobile/15E148 Safari/604.1`, 'lt', 'Chrome, iOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0', 'en', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Firefox/142.0',
      'en',
      'Firefox on Android',
    ],
    ['curl/8.5.0', 'en', 'curl'],
    ['Mozilla/5.0', 'ru', 'Неизвестное устройство'],
    ['<script>alert(1)</script>', 'pl', 'Nieznane urządzenie'],
    [null, 'lt', 'Nežinomas įrenginys'],
  ] as const)('"%s" in %s: %s', (agent, language, expected) => {
    expect(describeAgent(agent, language).device).toBe(expected);
  });
});

describe('turns', () => {
  it('let so many run at a time, in order, and send away those for whom the line is too long', async () => {
    const turns = new Turns(2, 3);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const work = (name: number) =>
      turns.take(() => {
        begun.push(name);
        return new Promise<number>((resolve) => ends.push(() => resolve(name)));
      });
    const running = [1, 2, 3, 4, 5].map(work);
    await expect(work(6)).rejects.toMatchObject({ kind: 'unavailable', code: 'busy' });
    expect(begun).toEqual([1, 2]);
    for (let index = 0; index < running.length; index += 1) {
      ends[index]?.();
      expect(await running[index]).toBe(index + 1);
      expect(begun).toHaveLength(Math.min(5, index + 3));
    }
    await expect(turns.take(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(turns.take(() => Promise.resolve('free again'))).resolves.toBe('free again');
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
