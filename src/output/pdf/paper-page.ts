import type { CDPSession, Page } from 'puppeteer';
import { paperFonts } from './fonts.js';

/**
 * A page of the browser that is kept from paper to paper: an empty document that has the fonts loaded already, with
 * JavaScript off and every request but `data:` refused. For each paper the whole content is put in its place, printed
 * and taken out again, so that loading fonts is paid once a page and nothing of one paper meets the next.
 */
export class PaperPage {
  private constructor(
    readonly page: Page,
    private readonly session: CDPSession,
    /** The function in the page that replaces its content; it is gone when the page went elsewhere. */
    private readonly replace: string,
  ) {}

  static async open(page: Page): Promise<PaperPage> {
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const verdict = request.url().startsWith('data:') ? request.continue() : request.abort('aborted');
      // The page may close while a request is being answered.
      verdict.catch(() => undefined);
    });
    await page.setContent('<!DOCTYPE html><html><head></head><body></body></html>');
    const session = await page.createCDPSession();
    await session.send('Runtime.evaluate', {
      expression: `(${loadFonts})(${JSON.stringify(await paperFonts())})`,
      awaitPromise: true,
    });
    await page.setJavaScriptEnabled(false);
    const { result } = await session.send('Runtime.evaluate', { expression: `(${replaceContent})()` });
    if (result.objectId === undefined) throw new Error('The page did not take the function that fills it.');
    return new PaperPage(page, session, result.objectId);
  }

  /** Prints a whole HTML document; `pageCss` comes before the styles of its own. */
  async print(html: string, pageCss: string): Promise<Buffer> {
    await this.fill(html, pageCss);
    const { data } = await this.session.send('Page.printToPDF', {
      printBackground: true,
      preferCSSPageSize: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
      transferMode: 'ReturnAsBase64',
    });
    return Buffer.from(data, 'base64');
  }

  /** Takes the content out. */
  async clear(): Promise<void> {
    await this.fill('<!DOCTYPE html><html><head></head><body></body></html>', '');
  }

  private async fill(html: string, css: string): Promise<void> {
    const { exceptionDetails } = await this.session.send('Runtime.callFunctionOn', {
      objectId: this.replace,
      functionDeclaration: 'function (html, css) { return this(html, css); }',
      arguments: [{ value: html }, { value: css }],
      awaitPromise: true,
    });
    if (exceptionDetails) {
      throw new Error(`The page was not filled: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    }
  }
}

/** Runs in the page. */
const loadFonts = `async (fonts) => {
  await Promise.all(fonts.map((font) => {
    const face = new FontFace(font.family, 'url(' + font.source + ')', {
      weight: font.weight, unicodeRange: font.unicodeRange,
    });
    document.fonts.add(face);
    return face.load();
  }));
}`;

/**
 * Runs in the page, once. Content can give elements names that hide members of the document, so the members are taken
 * from the prototypes beforehand. A parsed document's scripts are dead: they do not run when its tree is adopted.
 */
const replaceContent = `() => {
  const rootOf = Object.getOwnPropertyDescriptor(Document.prototype, 'documentElement').get;
  const { adoptNode, createElementNS } = Document.prototype;
  const { querySelectorAll, prepend } = Element.prototype;
  const { replaceChild } = Node.prototype;
  const { decode } = HTMLImageElement.prototype;
  return async (html, css) => {
    const root = rootOf.call(new DOMParser().parseFromString(html, 'text/html'));
    const style = createElementNS.call(document, 'http://www.w3.org/1999/xhtml', 'style');
    style.textContent = css;
    prepend.call(querySelectorAll.call(root, 'head')[0], style);
    replaceChild.call(document, adoptNode.call(document, root), rootOf.call(document));
    await Promise.all(Array.from(querySelectorAll.call(root, 'img'), (image) => decode.call(image).catch(() => undefined)));
  };
}`;
