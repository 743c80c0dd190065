import { languages, textIn, type Language } from '../../platform/languages.js';
import type { Problem } from '../../platform/errors.js';
import type { FormUploads } from '../../streams/definition/stream-definition.js';
import { fieldId, renderField } from './form-field.js';
import { pageStyle } from '../../platform/pages/page-style.js';
import { formTexts } from './form-texts.js';
import { html, Html } from '../../platform/pages/html.js';
import { workBits } from './form-work.js';
import { labelOf, type PublicForm } from './form-definition.js';

/** Name of the field that people do not see and programs fill in. */
export const trapField = 'website';

/** Goes into the page as it is, since its hash is in the page's policy. */
// One piece without a space around: the policy of the page names the hash of exactly this text.
const styleElement = new Html(`<style>${pageStyle}</style>`);

export interface FormPageState {
  readonly language: Language;
  /** What the visitor typed before, to be kept. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** Proof of when the page was opened. */
  readonly token: string;
  /** Rows that tables have at least. */
  readonly rows: number;
}

/** The page of a public form. Works without JavaScript. */
export function formPage(publicForm: PublicForm, state: FormPageState): string {
  const { form, fields } = publicForm;
  const { language, problems } = state;
  const texts = formTexts(language);
  const title = textIn(language, form.title);
  const content = html` <h1>${title}</h1>
    ${form.intro && html`<p>${textIn(language, form.intro)}</p>`}
    ${problems.length > 0 && errorSummary(publicForm, state)}
    <form
      method="post"
      action="/api/forms/${form.key}?lang=${language}"
      ${form.uploads && html` enctype="multipart/form-data"`}
      novalidate
    >
      <button type="submit" class="trap" tabindex="-1" aria-hidden="true">${texts.send}</button>
      <input type="hidden" name="_token" value="${state.token}" />
      <input type="hidden" name="_work" value="" autocomplete="off" data-bits="${String(workBits)}" />
      ${fields.map((field) => renderField(field, { ...state, value: state.fields[field.field.key] }))}
      ${form.uploads && uploadField(form.uploads, state)}
      <div class="trap" aria-hidden="true">
        <label for="${trapField}">${texts.emptyTrap}</label
        ><input type="text" id="${trapField}" name="${trapField}" tabindex="-1" autocomplete="off" />
      </div>
      <button type="submit">${texts.send}</button>
    </form>`;
  const heading = problems.length > 0 ? `${texts.problemsTitle}: ${title}` : title;
  return page(heading, content, { language, path: `/f/${form.key}` });
}

/** The page after a form was taken. */
export function thanksPage(
  publicForm: PublicForm,
  language: Language,
  taken: { readonly receipt: string; readonly number: string | undefined },
): string {
  const { form } = publicForm;
  const texts = formTexts(language);
  const words = taken.number ? textIn(language, form.confirmation).replaceAll('{number}', taken.number) : texts.later;
  const content = html` <h1>${texts.doneTitle}</h1>
    <div class="done">
      <p>${words}</p>
      <p class="soft">${texts.receipt}: ${taken.receipt}</p>
    </div>
    <p><a href="/f/${form.key}?lang=${language}">${texts.again}</a></p>`;
  const path = `/f/${form.key}/thanks?receipt=${taken.receipt}`;
  return page(texts.doneTitle, content, { language, path });
}

/** A page that says only that something is not there or did not work. */
export function messagePage(title: string, text: string, language: Language): string {
  return page(
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>`,
    { language },
  );
}

function page(title: string, content: Html, place: { readonly language: Language; readonly path?: string }): string {
  const { language, path } = place;
  const joint = path?.includes('?') ? '&' : '?';
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${styleElement}
        <script src="/f/form.js" defer></script>
      </head>
      <body>
        <header>
          ${path && html`<nav>${languages.map((other) => html`<a href="${path}${joint}lang=${other}" lang="${other}" hreflang="${other}" ${other === language && html` aria-current="true"`}>${formTexts(other).languageName}</a>`)}</nav>`}
        </header>
        <main>${content}</main>
        <footer></footer>
      </body>
    </html>`.text;
}

function errorSummary(publicForm: PublicForm, { problems, language }: FormPageState): Html {
  const texts = formTexts(language);
  return html`<div class="summary" role="alert" tabindex="-1">
    <h2>${texts.problemsTitle}</h2>
    <ul>
      ${problems.map(({ path, message }) => {
        const place = placeOf(publicForm, path, language);
        return html`<li><a href="#${fieldId(path)}">${place !== '' && `${place}: `}${message}</a></li>`;
      })}
    </ul>
  </div>`;
}

/** The label that a problem's path names; for a cell the table, the row and the column. */
function placeOf({ fields }: PublicForm, path: string, language: Language): string {
  const [, key, index, column] = /^fields\.(\w+)(?:\[(\d+)\](?:\.(\w+))?)?/.exec(path) ?? [];
  const question = fields.find(({ field }) => field.key === key);
  if (!question) return '';
  const row = index === undefined ? undefined : `${formTexts(language).row} ${Number(index) + 1}`;
  const cell =
    question.field.type === 'table' ? question.field.columns.find((found) => found.key === column) : undefined;
  return [labelOf(question, language), row, cell && textIn(language, cell.name)].filter(Boolean).join(', ');
}

function uploadField(uploads: FormUploads, { language, problems }: FormPageState): Html {
  const texts = formTexts(language);
  const wrong = problems.filter(({ path }) => path === uploads.field);
  const help = texts.filesHelp(uploads.maxFiles, Math.floor(uploads.maxBytes / 1_000_000));
  return html`<div class="field${wrong.length > 0 && ' wrong'}">
    <label for="${fieldId(uploads.field)}"
      >${textIn(language, uploads.label)} <span class="soft">(${texts.optional})</span></label
    >
    <p class="help" id="${fieldId(uploads.field)}-help">${help}${problems.length > 0 && html` ${texts.filesAgain}`}</p>
    ${wrong.map(({ message }) => html`<p class="error">${message}</p>`)}
    <input
      type="file"
      id="${fieldId(uploads.field)}"
      name="${uploads.field}"
      multiple
      aria-describedby="${fieldId(uploads.field)}-help"
    />
  </div>`;
}
