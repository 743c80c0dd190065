import type { Language } from '../../platform/languages.js';
import { defaultMargins, type Margins, type PageSize } from '../templates/template-definition.js';

/** How the pages of a paper look around its content. */
export interface PageLayout {
  readonly language: Language;
  readonly format?: PageSize;
  readonly margins?: Margins;
  /** Printed at the head of every page, left; nothing when absent. */
  readonly header?: string | null;
  /** Printed at the foot of every page, left of the page numbers. */
  readonly footer?: string | null;
  /** False leaves the page numbers out. */
  readonly pageNumbers?: boolean;
}

/** "Page 2 of 3": texts before, between and after the two numbers. */
const pageWords: Record<Language, readonly [string, string, string]> = {
  en: ['Page ', ' of ', ''],
  ru: ['Страница ', ' из ', ''],
  pl: ['Strona ', ' z ', ''],
  lt: ['Puslapis ', ' iš ', ''],
};

/**
 * The CSS of the sheet: size, margins, head and foot with "page x of y" in the paper's language. Margin boxes are set
 * in the paper's own fonts, which the browser's header and footer templates are not.
 */
export function pageCss(layout: PageLayout): string {
  const { language, format = 'A4', margins = defaultMargins, header, footer, pageNumbers = true } = layout;
  const [before, between, after] = pageWords[language];
  const type = 'font: 7.5pt/1.3 "Noto Sans"; color: #667; font-variant-numeric: tabular-nums;';
  const boxes = [
    header ? `@top-left { content: ${cssString(header)}; ${type} vertical-align: bottom; padding-bottom: 5mm; }` : '',
    footer ? `@bottom-left { content: ${cssString(footer)}; ${type} vertical-align: top; padding-top: 5mm; }` : '',
    pageNumbers
      ? `@bottom-right { content: ${cssString(before)} counter(page) ${cssString(between)} counter(pages) ${cssString(after)};` +
        ` ${type} vertical-align: top; padding-top: 5mm; white-space: nowrap; }`
      : '',
  ];
  const { top, right, bottom, left } = margins;
  return `@page { size: ${format}; margin: ${top} ${right} ${bottom} ${left}; ${boxes.join(' ')} }`;
}

/** A CSS string of any text (CSS Syntax Level 3, 4.3.5): what could end it or start markup is written as an escape. */
function cssString(text: string): string {
  const escaped = text.replace(/[\u0000-\u001f"\\<>\u007f]/g, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code === 0 ? '' : `\\${code.toString(16)} `;
  });
  return `"${escaped}"`;
}
