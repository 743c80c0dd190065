import { htmlText } from './html-text.js';
import { letterLanguage } from './letter-language.js';
import { replyText } from './reply-text.js';
import { safeHtml } from './safe-html.js';
import { numbersInSubject } from './subject-numbers.js';

describe("a letter's HTML made safe", () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<svg><script>alert(1)</script></svg>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<form action="https://evil.example"><input name=password></form>',
    '<p style="background:url(https://evil.example/x)" onclick="x()">x</p>',
    '<link rel=stylesheet href=https://evil.example><meta http-equiv=refresh content="0;url=https://evil.example">',
    '<base href="https://evil.example"><object data="x"></object><embed src="x">',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  ])('loses %s', (html) => {
    const safe = safeHtml(html);
    expect(safe).not.toMatch(/<(?:script|img|svg|iframe|form|input|link|base|object|embed|style|math)\b/i);
    expect(safe).not.toMatch(/javascript:|data:|\son\w+=|evil\.example|url\(/i);
  });

  it('keeps text, tables and links', () => {
    const safe = safeHtml(
      '<table><tr><td colspan=2>Ąžuolas</td></tr></table><a href="https://a.example/?b=1">here</a>',
    );
    expect(safe).toContain('<td colspan="2">Ąžuolas</td>');
    expect(safe).toContain('href="https://a.example/?b=1" rel="noopener noreferrer nofollow"');
  });

  it('and turned into text ends in bounded time, however deep or long it is', () => {
    const start = Date.now();
    for (const piece of ['<div>', '<table><tr><td>', '<b><i>', '<a href=x>', '&', '<!--', '<', '</p>']) {
      const html = piece.repeat(400_000 / piece.length);
      safeHtml(html);
      htmlText(html);
    }
    expect(Date.now() - start).toBeLessThan(100_000);
  });
});

describe('an answer', () => {
  it.each([
    ['Yes, please.\n\nOn Mon, 2 Nov 2026 at 10:00, Office <o@x.example> wrote:\n> old\n> text', 'Yes, please.'],
    ['Yes.\n\nOn Mon, 2 Nov 2026 at 10:00, Office\n<office@x.example> wrote:\n\n> old', 'Yes.'],
    ['Да.\n\nпн, 2 нояб. 2026 г. в 10:00, Офис <o@x.example>:\n> старое', 'Да.'],
    ['Да.\n\n02.11.2026 10:00, Иван пишет:\n> старое', 'Да.'],
    ['Tak.\n\nW dniu 2.11.2026 o 10:00, Biuro pisze:\n> stare', 'Tak.'],
    ['Taip.\n\n2026-11-02 10:00, Biuras rašė:\n> sena', 'Taip.'],
    ['Yes.\n\n-----Original Message-----\nFrom: a\nSent: b', 'Yes.'],
    ['Yes.\n\n________________________________\nFrom: Office\nSent: Monday\nTo: Ann', 'Yes.'],
    ['Tak.\n\nOd: Biuro\nWysłano: dziś\nDo: Anna\nTemat: R', 'Tak.'],
    ['Yes.\n-- \nAnn Lee\nDirector', 'Yes.'],
    ['> When?\nTomorrow.\n> How many?\nTwo.', '> When?\nTomorrow.\n> How many?\nTwo.'],
    ['On reflection, she wrote: nothing.', 'On reflection, she wrote: nothing.'],
    ['Danke.\n\nAm 21.04.2026 17:48 schrieb "Büro" <b@x.example>:\n> alt', 'Danke.'],
    ['Yes.\n\n2026-10-24 15:36 GMT+02:00 Foo bar <\ninfo@foo.example>:\n> old', 'Yes.'],
    ['Yes.\n\nSent from my iPhone', 'Yes.'],
    ['> only quoted', '> only quoted'],
  ])('%j says %j', (text, own) => {
    expect(replyText(text)).toBe(own);
  });

  it('is found in bounded time', () => {
    const start = Date.now();
    for (const piece of ['On ', 'wrote: ', 'From: x\n', '> \n', 'On a wrote\n', '-\n', '_']) {
      replyText(piece.repeat(500_000 / piece.length));
    }
    expect(Date.now() - start).toBeLessThan(100_000);
  });
});

describe('numbers in a subject', () => {
  it.each([
    ['Re: Your request R-2026-00012', ['R-2026-00012']],
    ['Fwd: [KL/12/2026] umowa', ['KL/12/2026']],
    ['Order 125 pipes', []],
    ['Встреча 12.11.2026 по З-2026-7', ['12.11.2026', 'З-2026-7']],
    ['', []],
  ])('%j', (subject, numbers) => {
    expect(numbersInSubject(subject)).toEqual(numbers);
  });
});

describe('the language of a letter', () => {
  it.each([
    ['Please send us the price of two pumps. Thank you.', 'en'],
    ['Здравствуйте, нам нужны два насоса', 'ru'],
    ['Dzień dobry, proszę o ofertę na dwie pompy', 'pl'],
    ['Laba diena, mums reikia dviejų siurblių', 'lt'],
    ['Company: Amber\nPhone: 1', 'en'],
    ['', 'en'],
  ])('%j', (text, language) => {
    expect(letterLanguage(text)).toBe(language);
  });
});
