/** As much of a page's window as the functions use that run in it; the server's own code knows no such names. */
export interface PageWindow {
  readonly document: {
    querySelector(selector: string): { readonly textContent: string | null } | null;
    querySelectorAll(selector: string): Iterable<{ readonly scrollTop: number }>;
  };
  readonly scrollY: number;
  requestAnimationFrame(then: (at: number) => void): void;
  addEventListener(
    type: 'click',
    listener: (event: { readonly timeStamp: number }) => void,
    options: { readonly once: boolean; readonly capture: boolean },
  ): void;
  readonly PerformanceObserver: new (listener: (list: PaintList) => void) => PaintObserver;
}

interface PaintList {
  getEntries(): readonly { readonly startTime: number }[];
}

interface PaintObserver {
  observe(options: { readonly type: 'largest-contentful-paint'; readonly buffered: true }): void;
  disconnect(): void;
}
