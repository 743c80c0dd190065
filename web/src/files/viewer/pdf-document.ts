import { AnnotationMode, getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import 'pdfjs-dist/web/pdf_viewer.css';
// Takes the library from where the import above has put it.
import { EventBus, LinkTarget, PDFFindController, PDFLinkService, PDFViewer } from 'pdfjs-dist/web/pdf_viewer.mjs';

GlobalWorkerOptions.workerSrc = workerUrl;

/** Files up to this size are loaded at once, so that they can be read without a connection later; larger ones by pages. */
const atOnce = 20 * 1024 * 1024;
const printedPages = 200;

/** What a search has found. */
export interface Matches {
  readonly current: number;
  readonly total: number;
}

interface Hears {
  onPages(count: number): void;
  onPage(page: number): void;
  onMatches(matches: Matches): void;
  onFailed(reason: 'locked' | 'broken'): void;
}

/** A PDF on the screen. */
export interface OpenPdf {
  zoom(zoom: number): void;
  find(text: string, again: 'next' | 'previous' | undefined): void;
  /** Pages as pictures, for paper. */
  draw(): Promise<HTMLCanvasElement[]>;
  close(): void;
}

/** Opens a PDF in `container`, which stands absolutely and holds one empty element. Scripts of the file never run. */
export function openPdf(container: HTMLDivElement, file: { url: string; size: number }, hears: Hears): OpenPdf {
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus, externalLinkTarget: LinkTarget.BLANK });
  const findController = new PDFFindController({ eventBus, linkService });
  const viewer = new PDFViewer({
    container,
    eventBus,
    linkService,
    findController,
    annotationMode: AnnotationMode.ENABLE,
    removePageBorders: true,
  });
  linkService.setViewer(viewer);
  const whole = file.size <= atOnce;
  const task = getDocument({
    url: file.url,
    disableRange: whole,
    disableStream: whole,
    disableAutoFetch: !whole,
    enableXfa: false,
    useWasm: false,
    cMapUrl: '/pdfjs/cmaps/',
    standardFontDataUrl: '/pdfjs/standard_fonts/',
    wasmUrl: '/pdfjs/wasm/',
  });
  let pdf: PDFDocumentProxy | undefined;
  let fits = 1;
  let wanted = 1;
  const fit = () => {
    viewer.currentScaleValue = container.clientWidth <= 720 ? 'page-width' : 'auto';
    fits = viewer.currentScale;
    if (wanted !== 1) viewer.currentScale = fits * wanted;
  };
  eventBus.on('pagesinit', fit);
  eventBus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) => hears.onPage(pageNumber));
  eventBus.on('updatefindmatchescount', ({ matchesCount }: { matchesCount: Matches }) => hears.onMatches(matchesCount));
  eventBus.on('updatefindcontrolstate', ({ matchesCount }: { matchesCount: Matches }) => hears.onMatches(matchesCount));
  const resized = new ResizeObserver(() => pdf && fit());
  resized.observe(container);
  task.promise.then(
    (opened) => {
      pdf = opened;
      viewer.setDocument(opened);
      linkService.setDocument(opened);
      hears.onPages(opened.numPages);
    },
    (error: Error) => {
      if (!task.destroyed) hears.onFailed(error.name === 'PasswordException' ? 'locked' : 'broken');
    },
  );
  return {
    zoom: (zoom) => {
      wanted = zoom;
      if (pdf) fit();
    },
    find: (text, again) =>
      eventBus.dispatch('find', {
        type: again === undefined ? '' : 'again',
        query: text,
        caseSensitive: false,
        entireWord: false,
        highlightAll: true,
        findPrevious: again === 'previous',
        matchDiacritics: false,
      }),
    draw: () => (pdf ? drawPages(pdf) : Promise.resolve([])),
    close: () => {
      resized.disconnect();
      void task.destroy();
    },
  };
}

async function drawPages(pdf: PDFDocumentProxy): Promise<HTMLCanvasElement[]> {
  const drawn: HTMLCanvasElement[] = [];
  for (let number = 1; number <= Math.min(pdf.numPages, printedPages); number += 1) {
    const page = await pdf.getPage(number);
    // Points are 1/72 inch: this is 150 to the inch.
    const viewport = page.getViewport({ scale: 150 / 72 });
    const canvas = document.createElement('canvas');
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    await page.render({ canvas, viewport, intent: 'print' }).promise;
    drawn.push(canvas);
  }
  return drawn;
}
