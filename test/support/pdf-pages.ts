import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface PdfFacts {
  /** What a reader who selects everything on a page copies, page by page, one line for every line of the paper. */
  readonly pages: readonly string[];
  readonly title: string | null;
  readonly language: string | null;
  /** Headings of the outline, top level. */
  readonly outline: readonly string[];
  readonly tagged: boolean;
}

/** Reads a PDF the way a viewer does. */
export async function readPdf(bytes: Uint8Array): Promise<PdfFacts> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS });
  const document = await task.promise;
  try {
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent();
      pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
    }
    const { info } = await document.getMetadata();
    const facts = info as { Title?: string; Language?: string };
    return {
      pages,
      title: facts.Title ?? null,
      language: facts.Language ?? null,
      outline: ((await document.getOutline()) ?? []).map((entry) => entry.title),
      tagged: isMarked(await document.getMarkInfo()),
    };
  } finally {
    await task.destroy();
  }
}

/** The reader answers a Map where its declarations promise an object. */
function isMarked(info: unknown): boolean {
  const entries =
    typeof info === 'object' && info !== null && Symbol.iterator in info
      ? [...(info as Iterable<[string, unknown]>)]
      : [];
  return entries.some(([name, value]) => name === 'Marked' && value === true);
}
