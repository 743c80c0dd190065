import { previewLimits } from './preview-limits.js';
import { writeArchive } from '../../platform/files/archive.js';

/** What of a workbook is needed to show its cells; drawings, charts, macros and tables of pivots are not. */
export function isSheetPart(name: string): boolean {
  return /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook|styles|sharedStrings)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/i.test(
    name,
  );
}

/**
 * A workbook with the first rows of each sheet and nothing around them, so that reading it takes what is shown and not
 * what it holds. `cut` names the sheets, by their path, of which rows were left out.
 */
export function firstRows(parts: ReadonlyMap<string, Buffer>): { readonly bytes: Buffer; readonly cut: string[] } {
  const cut: string[] = [];
  const entries = new Map<string, Buffer>();
  for (const [name, content] of parts) {
    if (!/^xl\/worksheets\//i.test(name)) {
      entries.set(name, content);
      continue;
    }
    const sheet = cutSheet(content.toString('utf8'));
    if (sheet.cut) cut.push(name);
    entries.set(name, Buffer.from(sheet.xml));
  }
  return { bytes: writeArchive(entries), cut };
}

/** The sheet up to the end of its row number `rows`, closed again. */
export function cutSheet(
  xml: string,
  rows: number = previewLimits.rows,
): { readonly xml: string; readonly cut: boolean } {
  const open = /<((?:[\w-]+:)?)sheetData\b[^>]*?(\/?)>/.exec(xml);
  if (!open) return { xml, cut: false };
  const prefix = open[1] ?? '';
  const closing = `</${prefix}sheetData>`;
  const start = open.index + open[0].length;
  const end = open[2] === '/' ? start : xml.indexOf(closing, start);
  const head = `${xml.slice(0, open.index)}<${prefix}sheetData>`;
  const tail = `${closing}</${prefix}worksheet>`;
  if (open[2] === '/' || end < 0) return { xml: head + tail, cut: end < 0 };
  const endOfRow = `</${prefix}row>`;
  let at = start;
  for (let row = 0; row < rows; row += 1) {
    const found = xml.indexOf(endOfRow, at);
    if (found < 0 || found > end) return { xml: head + xml.slice(start, end) + tail, cut: false };
    at = found + endOfRow.length;
  }
  const more = xml.slice(at, end).includes(`<${prefix}row`);
  return { xml: head + xml.slice(start, at) + tail, cut: more };
}
