import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import puppeteer from 'puppeteer';
import { BrowserPool } from '../../src/output/pdf/browser-pool.js';
import { findBrowser } from '../../src/output/pdf/find-browser.js';
import { pageCss, type PageLayout } from '../../src/output/pdf/page-css.js';
import { loadTemplates } from '../../src/output/templates/load-templates.js';
import { renderTemplate } from '../../src/output/templates/render-template.js';
import { load } from '../frame/load.js';
import type { Measured } from '../frame/measured.js';
import { root } from '../frame/product.js';

/** What this process answers its parent. */
export interface PdfMeasurements {
  readonly before: Measured;
  readonly own: Measured;
  readonly after: Measured;
  /** Pages of the paper. */
  readonly sheets: number;
}

const pages = 3;
const papers = 90;
const warmUp = 12;
const [, , dataDir = '.'] = process.argv;
Logger.overrideLogger(['error', 'warn']);

const paper = await contract();
const before = await bare();
const own = await pooled();
const after = await bare();
process.send?.({
  before: before.measured,
  own,
  after: after.measured,
  sheets: before.sheets,
} satisfies PdfMeasurements);
process.disconnect?.();

/** The contract of the sales templates, filled with its sample. */
async function contract(): Promise<{ html: string; layout: PageLayout }> {
  const { templates } = await loadTemplates(join(root, 'templates'));
  const template = templates.find(({ key }) => key === 'sales/contract');
  if (!template) throw new Error('The template "sales/contract" is not among the templates.');
  const rendered = renderTemplate(template, JSON.parse(template.source.sample) as object, {
    language: 'pl',
    timeZone: 'Europe/Warsaw',
  });
  if ('failure' in rendered) throw new Error(`The contract cannot be rendered: ${rendered.failure.message}`);
  const { size, margins } = template.definition.page;
  return { html: rendered.html, layout: { language: 'pl', footer: rendered.footer, format: size, margins } };
}

async function pooled(): Promise<Measured> {
  const pool = new BrowserPool({ chromiumPath: process.env.CHROMIUM_PATH, dataDir }, { pages });
  try {
    return await load({ clients: pages, warmUp: { count: warmUp }, run: { count: papers } }, async () => {
      await pool.renderPdf({ html: paper.html, ...paper.layout });
    });
  } finally {
    await pool.onModuleDestroy();
  }
}

/** The browser alone: the same HTML with the same styles of the sheet, on as many pages, in the fonts of the system. */
async function bare(): Promise<{ measured: Measured; sheets: number }> {
  const { path, from, environment } = await findBrowser({ chromiumPath: process.env.CHROMIUM_PATH, dataDir });
  const browser = await puppeteer.launch({
    executablePath: path,
    pipe: true,
    headless: from === 'bundled' ? 'shell' : true,
    args: ['--disable-gpu', '--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...process.env, ...environment },
  });
  try {
    const open = await Promise.all(Array.from({ length: pages }, () => browser.newPage()));
    const html = paper.html.replace('<head>', `<head><style>${pageCss(paper.layout)}</style>`);
    let last: Uint8Array = new Uint8Array();
    const measured = await load(
      { clients: pages, warmUp: { count: warmUp }, run: { count: papers } },
      async (client) => {
        const page = open[client];
        await page?.setContent(html);
        last =
          (await page?.pdf({ printBackground: true, preferCSSPageSize: true, tagged: true, outline: true })) ?? last;
      },
    );
    return {
      measured,
      sheets:
        Buffer.from(last)
          .toString('latin1')
          .split(/\/Type\s*\/Page\b/).length - 1,
    };
  } finally {
    await browser.close();
  }
}
