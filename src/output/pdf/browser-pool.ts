import { Inject, Injectable, Logger, Optional, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.js';
import { startBrowser, type BrowserProcess } from './browser-process.js';
import { BrowserUnavailable, findBrowser } from './find-browser.js';
import { pageCss, type PageLayout } from './page-css.js';
import { PaperPage } from './paper-page.js';

/** What to print: a whole HTML document and how its pages look. */
export interface PdfRequest extends PageLayout {
  readonly html: string;
}

export interface BrowserPoolOptions {
  /** Pages kept open, and so papers made at once. */
  readonly pages?: number;
  /** A paper that is not ready after this long is given up. */
  readonly timeoutMs?: number;
}

/** Injection token of BrowserPoolOptions; absent: the defaults. */
export const BROWSER_POOL_OPTIONS = Symbol('BrowserPoolOptions');

/** A paper that took longer than allowed. It is not tried again: it would take as long. */
export class PdfTimeout extends Error {
  constructor(timeoutMs: number) {
    super(`The PDF was not ready after ${timeoutMs / 1000} s. Make the document or its template smaller.`);
    this.name = 'PdfTimeout';
  }
}

const defaults = { pages: 3, timeoutMs: 30_000 };
const tries = 4;
const closeTimeoutMs = 2_000;

/** One long-lived browser with a few pages. A browser that dies is started again and its papers are printed again. */
@Injectable()
export class BrowserPool implements OnModuleDestroy {
  private readonly logger = new Logger('Browser');
  private readonly limit: number;
  private readonly timeoutMs: number;
  private running: Promise<BrowserProcess> | undefined;
  private readonly idle: { page: PaperPage; owner: BrowserProcess }[] = [];
  private readonly waiting: (() => void)[] = [];
  private busy = 0;
  private closed = false;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'chromiumPath' | 'dataDir'>,
    @Optional() @Inject(BROWSER_POOL_OPTIONS) options: BrowserPoolOptions = {},
  ) {
    this.limit = options.pages ?? defaults.pages;
    this.timeoutMs = options.timeoutMs ?? defaults.timeoutMs;
  }

  /**
   * Prints HTML as a tagged PDF with an outline. Scripts do not run and nothing but `data:` is loaded.
   * @throws BrowserUnavailable when there is no browser or it does not start (the message says what to type)
   * @throws PdfTimeout
   */
  async renderPdf(request: PdfRequest): Promise<Buffer> {
    await this.enter();
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.attempt(request);
        } catch (error) {
          if (attempt >= tries || this.closed || error instanceof BrowserUnavailable || error instanceof PdfTimeout) {
            throw error;
          }
          this.logger.warn(`Printing failed and is tried again (${attempt}): ${(error as Error).message}`);
        }
      }
    } finally {
      this.leave();
    }
  }

  /** Starts the browser now rather than with the first paper, and answers its version. */
  async warmUp(): Promise<string> {
    return (await this.process()).browser.version();
  }

  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    const running = this.running;
    this.running = undefined;
    this.idle.length = 0;
    // A browser that never started has nothing to stop.
    await running?.then(
      (started) => started.stop(),
      () => undefined,
    );
  }

  private async attempt(request: PdfRequest): Promise<Buffer> {
    const owner = await this.process();
    const timer = deadline(this.timeoutMs);
    let kept: PaperPage | undefined;
    const print = async ({ html, ...layout }: PdfRequest): Promise<Buffer> => {
      kept = this.takeIdle(owner) ?? (await PaperPage.open(await owner.browser.newPage()));
      const pdf = await kept.print(html, pageCss(layout));
      await kept.clear();
      return pdf;
    };
    try {
      const pdf = await Promise.race([print(request), timer.expired, owner.gone]);
      if (kept) this.idle.push({ page: kept, owner });
      return pdf;
    } catch (error) {
      // A page in an unknown state is not used again.
      await discard(kept, owner);
      throw error;
    } finally {
      timer.cancel();
    }
  }

  private takeIdle(owner: BrowserProcess): PaperPage | undefined {
    for (let kept = this.idle.pop(); kept; kept = this.idle.pop()) {
      if (kept.owner === owner && !kept.page.page.isClosed()) return kept.page;
    }
    return undefined;
  }

  private process(): Promise<BrowserProcess> {
    if (this.closed) throw new BrowserUnavailable('The program is stopping; no more papers are made.');
    this.running ??= this.start();
    return this.running;
  }

  private async start(): Promise<BrowserProcess> {
    try {
      const found = await findBrowser(this.config);
      const started = await startBrowser(found);
      this.logger.log(`Started ${await started.browser.version()} (${found.from}: ${found.path})`);
      started.browser.once('disconnected', () => this.forget(started));
      return started;
    } catch (error) {
      this.running = undefined;
      throw error;
    }
  }

  private forget(dead: BrowserProcess): void {
    if (this.closed) return;
    this.logger.warn('The browser ended unexpectedly; it is started again with the next paper.');
    this.running = undefined;
    dead.stop().catch((error: Error) => this.logger.warn(`Its profile was not removed: ${error.message}`));
  }

  private async enter(): Promise<void> {
    if (this.busy < this.limit) {
      this.busy += 1;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Hands the place to the one who waits longest. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.busy -= 1;
  }
}

/** Closes a page; where it does not answer, its browser is ended, for it would go on working for nothing. */
async function discard(kept: PaperPage | undefined, owner: BrowserProcess): Promise<void> {
  if (!kept || !owner.browser.connected) return;
  const grace = deadline(closeTimeoutMs);
  const closed = await Promise.race([kept.page.close(), grace.expired]).then(
    () => true,
    () => false,
  );
  grace.cancel();
  if (!closed) owner.browser.process()?.kill('SIGKILL');
}

function deadline(timeoutMs: number): { expired: Promise<never>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new PdfTimeout(timeoutMs)), timeoutMs);
  });
  // The race that listens may be over already.
  expired.catch(() => undefined);
  return { expired, cancel: () => clearTimeout(timer) };
}
