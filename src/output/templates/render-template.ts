import type { Language } from '../../platform/languages.js';
import { renderSource } from '../render/render-source.js';
import type { TemplateProblem } from '../render/template-problem.js';
import type { CompiledTemplate } from './compiled-template.js';

/** A filled template. */
export interface RenderedPaper {
  /** A whole HTML document. */
  readonly html: string;
  /** The title of a paper, the subject of a mail: one line of plain text. */
  readonly title: string;
  /** What the foot of each page says beside the page numbers; null for nothing. */
  readonly footer: string | null;
}

export type RenderTemplateResult = RenderedPaper | { readonly failure: TemplateProblem };

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Fills a template with a view model, in `language` and with moments shown in `timeZone` (IANA). A language that the
 * template is not written in falls back to its first. A variable that the model lacks is a failure naming it.
 */
export function renderTemplate(
  template: CompiledTemplate,
  viewModel: object,
  options: { readonly language: Language; readonly timeZone: string },
): RenderTemplateResult {
  const { definition } = template;
  const language = definition.languages.includes(options.language)
    ? options.language
    : (definition.languages[0] ?? options.language);
  const settings = { language, timeZone: options.timeZone, texts: definition.texts };
  const body = renderSource(template.body, viewModel, settings);
  if ('failure' in body) return body;
  const title = renderSource(template.title[language], viewModel, settings);
  if ('failure' in title) return title;
  const footer = template.footer && renderSource(template.footer[language], viewModel, settings);
  if (footer && 'failure' in footer) return footer;
  const line = title.text.replace(/\s+/g, ' ').trim();
  return { html: wholeDocument(body.text, line, language), title: line, footer: footer && footer.text.trim() };
}

function wholeDocument(body: string, title: string, language: Language): string {
  const safeTitle = title.replace(/[&<>"]/g, (character) => escapes[character] ?? '');
  return (
    `<!DOCTYPE html>\n<html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${safeTitle}</title></head><body>\n${body}\n</body></html>\n`
  );
}
