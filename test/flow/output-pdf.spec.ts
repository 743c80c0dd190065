import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Language } from '../../src/platform/languages.js';
import { BrowserPool, PdfTimeout } from '../../src/output/pdf/browser-pool.js';
import { BrowserUnavailable, findBrowser } from '../../src/output/pdf/find-browser.js';
import { loadTemplates } from '../../src/output/templates/load-templates.js';
import { renderTemplate } from '../../src/output/templates/render-template.js';
import type { ContractView } from '../../src/output/templates/view-models.js';
import { readPdf } from '../support/pdf-pages.js';

const chromiumPath = process.env.CHROMIUM_PATH;
const letters: Record<Language, string> = {
  en: 'The quick brown fox – “quoted” & <plain>',
  ru: 'Съешь ещё этих мягких французских булок да выпей чаю, ЁЙЪЩ № 7 «да»',
  pl: 'Zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ „tak”',
  lt: 'Įlinkdama fechtuotojo špaga sublykčiojusi pragręžė apvalų arbūzą ĄČĘĖĮŠŲŪŽ',
};

let folder: string;
let pool: BrowserPool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-pdf-'));
  pool = new BrowserPool({ chromiumPath, dataDir: folder }, { pages: 2, timeoutMs: 20_000 });
  await pool.warmUp();
}, 180_000);

afterAll(async () => {
  await pool.onModuleDestroy();
  await rm(folder, { recursive: true, force: true });
});

/** Extraction gives non-breaking spaces as they are and may split a line; comparisons are about letters. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function page(body: string, head = ''): string {
  return `<!DOCTYPE html><html lang="en"><head><title>Paper</title>${head}</head><body style="font-family: 'Noto Sans'">${body}</body></html>`;
}

async function contract(language: Language, stages: number): Promise<{ html: string; footer: string | null }> {
  const { templates } = await loadTemplates('templates');
  const template = templates.find(({ key }) => key === 'sales/contract');
  if (!template) throw new Error('expected the template sales/contract');
  const sample = JSON.parse(template.source.sample) as ContractView;
  const amount = { amount: '1234567.50', currency: 'EUR' };
  const view = {
    ...sample,
    document: { ...sample.document, fields: { ...sample.document.fields, subject: letters[language], amount } },
    stages: Array.from({ length: stages }, (_, index) => ({ name: `Stage ${index + 1}`, dueAt: '2027-01-31', amount })),
  };
  const rendered = renderTemplate(template, view, { language, timeZone: 'UTC' });
  if ('failure' in rendered) throw new Error(rendered.failure.message);
  return rendered;
}

describe('papers in every language', () => {
  it.each([
    [
      'en',
      'Page 1 of 2',
      'one million two hundred and thirty-four thousand five hundred and sixty-seven euros and 50 cents',
      '1,234,567.50 EUR',
      '22 November 2026',
    ],
    [
      'ru',
      'Страница 1 из 2',
      'один миллион двести тридцать четыре тысячи пятьсот шестьдесят семь евро 50 центов',
      '1 234 567,50 EUR',
      '22 ноября 2026 г.',
    ],
    [
      'pl',
      'Strona 1 z 2',
      'milion dwieście trzydzieści cztery tysiące pięćset sześćdziesiąt siedem euro 50 centów',
      '1 234 567,50 EUR',
      '22 listopada 2026 r.',
    ],
    [
      'lt',
      'Puslapis 1 iš 2',
      'vienas milijonas du šimtai trisdešimt keturi tūkstančiai penki šimtai šešiasdešimt septyni eurai 50 centų',
      '1 234 567,50 EUR',
      '2026 m. lapkričio 22 d.',
    ],
  ] as const)(
    '%s: letters, words, money, dates and page numbers can be copied out',
    async (language, numbers, words, money, date) => {
      const { html, footer } = await contract(language, 4);
      const pdf = await readPdf(await pool.renderPdf({ html, language, footer }));
      const first = plain(pdf.pages[0] ?? '');
      for (const text of [letters[language], numbers, words, money, date]) expect(first).toContain(text);
      expect(pdf.pages).toHaveLength(2);
      expect(pdf.title).toContain('C-2026/0042');
      expect(pdf.language).toBe(language);
      expect(pdf.tagged).toBe(true);
      expect(pdf.outline.length).toBeGreaterThan(0);
    },
  );

  it('repeats the head of a table that breaks, and keeps signatures with the last section', async () => {
    for (const stages of [20, 27, 33, 60]) {
      const { html, footer } = await contract('en', stages);
      const { pages } = await readPdf(await pool.renderPdf({ html, language: 'en', footer }));
      const withRows = pages.filter((text) => /Stage \d/.test(text));
      expect(withRows.length).toBeGreaterThan(1);
      for (const text of withRows) expect(plain(text)).toMatch(/No\.\s?Stage\s?Due\s?Amount/);
      const last = pages.at(-1) ?? '';
      for (const text of ['Final provisions', 'two copies of equal force', 'Director']) expect(last).toContain(text);
      expect(plain(last)).toContain(`Page ${pages.length} of ${pages.length}`);
    }
  });
});

describe('what a template cannot do', () => {
  let server: Server;
  let asked: string[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('body { display: none }');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('runs no script', async () => {
    const html = page(
      `<p>before</p><script>document.body.append('SCRIPT')</script><img src="data:," onerror="document.body.append('EVENT')">
       <svg><script>document.body.append('SVG')</script></svg><iframe srcdoc="<script>parent.document.body.append('FRAME')</script>"></iframe>`,
    );
    const [text = ''] = (await readPdf(await pool.renderPdf({ html, language: 'en' }))).pages;
    expect(text).toContain('before');
    expect(text).not.toMatch(/SCRIPT|EVENT|SVG|FRAME/);
  });

  it('reaches no network and no file', async () => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const html = page(
      `<p>still here</p><img src="${base}/img"><iframe src="${base}/frame"></iframe><iframe src="file:///etc/passwd"></iframe>
       <object data="${base}/object"></object><svg><image href="${base}/svg" /></svg>`,
      `<link rel="stylesheet" href="${base}/css"><style>@import url("${base}/import"); p { background: url("${base}/bg") }</style>
       <meta http-equiv="refresh" content="0; url=${base}/refresh">`,
    );
    const [text = ''] = (await readPdf(await pool.renderPdf({ html, language: 'en' }))).pages;
    expect(text).toContain('still here');
    expect(text).not.toContain('root:');
    const [next = ''] = (await readPdf(await pool.renderPdf({ html: page('<p>next</p>'), language: 'en' }))).pages;
    expect(next).toContain('next');
    expect(asked).toEqual([]);
  });

  it('shows pictures given as data', async () => {
    const picture =
      'data:image/svg+xml,' +
      encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">PICTURE</text></svg>');
    const with_ = await pool.renderPdf({ html: page(`<img src="${picture}">`), language: 'en' });
    expect((await readPdf(with_)).pages[0]).toContain('PICTURE');
  });

  it('leaves nothing behind for the next paper, whatever names its elements take', async () => {
    const one = new BrowserPool({ chromiumPath, dataDir: folder }, { pages: 1 });
    try {
      const hostile = page(
        '<form name="documentElement"></form><img name="replaceChild"><form id="adoptNode"></form><p>SECRET</p>',
        '<style id="leak">p { display: none } @page { size: A5 }</style><title>SECRET</title>',
      );
      await one.renderPdf({ html: hostile, language: 'en' });
      const next = await readPdf(await one.renderPdf({ html: page('<p>fine</p>'), language: 'en' }));
      expect(next.pages.join('')).toContain('fine');
      expect(next.pages.join('') + (next.title ?? '')).not.toContain('SECRET');
    } finally {
      await one.onModuleDestroy();
    }
  });

  it('cannot break out of the foot of the page', async () => {
    const footer = '"; } body { display: none } </style><b>\\\n';
    const [text = ''] = (await readPdf(await pool.renderPdf({ html: page('<p>shown</p>'), language: 'en', footer })))
      .pages;
    expect(text).toContain('shown');
    expect(text).toContain('body { display: none }');
  });
});

describe('the browser', () => {
  it('is started again when it is killed mid-render, and the papers come out', async () => {
    const { html, footer } = await contract('ru', 200);
    const browserOf = async (): Promise<number> => {
      const started = await (pool as unknown as { running: Promise<{ browser: { process(): { pid: number } } }> })
        .running;
      return started.browser.process().pid;
    };
    const before = await browserOf();
    const papers = Promise.all([1, 2, 3, 4].map(() => pool.renderPdf({ html, language: 'ru', footer })));
    await pause(60);
    process.kill(before, 'SIGKILL');
    for (const pdf of await papers) expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await browserOf()).not.toBe(before);
  }, 60_000);

  it('gives up a paper that takes too long, and goes on with the others', async () => {
    const hasty = new BrowserPool({ chromiumPath, dataDir: folder }, { pages: 1, timeoutMs: 4_000 });
    try {
      await hasty.renderPdf({ html: page('x'), language: 'en' });
      const endless = page(`<table>${'<tr><td>cell</td><td>cell</td><td>cell</td></tr>'.repeat(200_000)}</table>`);
      await expect(hasty.renderPdf({ html: endless, language: 'en' })).rejects.toThrow(PdfTimeout);
      const [text = ''] = (await readPdf(await hasty.renderPdf({ html: page('<p>next</p>'), language: 'en' }))).pages;
      expect(text).toContain('next');
    } finally {
      await hasty.onModuleDestroy();
    }
  }, 60_000);

  it('leaves no profile behind', async () => {
    const own = new BrowserPool({ chromiumPath, dataDir: folder }, { pages: 1 });
    const profiles = async (): Promise<string[]> =>
      (await readdir(tmpdir())).filter((name) => name.startsWith(`millrace-browser-${process.pid}-`));
    const before = await profiles();
    await own.renderPdf({ html: page('x'), language: 'en' });
    expect(await profiles()).toHaveLength(before.length + 1);
    await own.onModuleDestroy();
    expect(await profiles()).toEqual(before);
    await expect(own.renderPdf({ html: page('x'), language: 'en' })).rejects.toThrow(BrowserUnavailable);
  });

  it('says what is wrong with CHROMIUM_PATH', async () => {
    const nowhere = new BrowserPool({ chromiumPath: '/no/such/chromium', dataDir: folder });
    await expect(nowhere.renderPdf({ html: page('x'), language: 'en' })).rejects.toThrow(
      /CHROMIUM_PATH is "\/no\/such\/chromium"/,
    );
    const broken = new BrowserPool({ chromiumPath: '/bin/false', dataDir: folder });
    await expect(broken.renderPdf({ html: page('x'), language: 'en' })).rejects.toThrow(/\/bin\/false .*did not start/);
    expect((await findBrowser({ chromiumPath, dataDir: folder })).path).not.toBe('');
  });
});
