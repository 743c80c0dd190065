import type { Language } from '../../platform/languages.js';
import { html, Html } from '../../platform/pages/html.js';
import { pageStyle } from '../../platform/pages/page-style.js';
import { decisionTexts } from './decision-texts.js';

// One piece without a space around: the policy of the page names the hash of exactly this text.
const styleElement = new Html(`<style>${pageStyle}</style>`);

/** What a person sees before deciding. */
export interface DecisionFacts {
  readonly number: string;
  readonly title: string;
  readonly instruction: string;
  readonly due: string | null;
  readonly fields: readonly { readonly name: string; readonly text: string }[];
  readonly files: readonly string[];
  readonly outcomes: readonly { readonly key: string; readonly label: string; readonly reasonRequired: boolean }[];
  readonly person: string;
  readonly changedSinceLetter: boolean;
  /** Stands for what is shown; sent back with the decision. */
  readonly seen: string;
  /** Address of the document in the application. */
  readonly link: string;
}

/** What was wrong with a decision, and what was typed. */
export interface DecisionAttempt {
  readonly problem?: string | undefined;
  readonly field?: 'comment' | undefined;
  readonly comment: string;
}

/** The page on which somebody decides. Works without JavaScript. */
export function decisionPage(facts: DecisionFacts, attempt: DecisionAttempt, language: Language): string {
  const texts = decisionTexts(language);
  const { problem, field, comment } = attempt;
  const outcomes = facts.outcomes.length > 0 ? facts.outcomes : [{ key: '', label: texts.done, reasonRequired: false }];
  const content = html`<h1>${facts.number} ${facts.title}</h1>
    ${problem !== undefined && html`<div class="summary" role="alert" tabindex="-1"><h2>${texts.problemsTitle}</h2><ul><li>${field ? html`<a href="#comment">${problem}</a>` : problem}</li></ul></div>`}
    ${facts.changedSinceLetter && html`<div class="done"><p>${texts.changedSinceLetter}</p></div>`}
    <p class="lead">${facts.instruction}</p>
    ${facts.due !== null && html`<p><span class="soft">${texts.due}:</span> ${facts.due}</p>`}
    ${facts.fields.length > 0 && html`<h2>${texts.card}</h2><dl>${facts.fields.map(({ name, text }) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`}
    ${facts.files.length > 0 && html`<h2>${texts.files}</h2><ul>${facts.files.map((name) => html`<li>${name}</li>`)}</ul>`}
    <form method="post" novalidate>
      <h2>${texts.decision}</h2>
      <input type="hidden" name="seen" value="${facts.seen}" />
      <div class="field${field && ' wrong'}">
        <label for="comment">${texts.comment}</label>
        <p class="help" id="comment-help">${texts.commentHelp}</p>
        ${field && html`<p class="error" id="comment-error">${problem}</p>`}
        <textarea id="comment" name="comment" maxlength="10000" aria-describedby="comment-help${field && ' comment-error'}"${field && html` aria-invalid="true"`}>${`\n${comment}`}</textarea>
      </div>
      <div class="actions">${outcomes.map(({ key, label, reasonRequired }) => html`<button type="submit" name="outcome" value="${key}"${reasonRequired && html` class="second"`}>${label}</button>`)}</div>
      <p class="soft">${texts.as(facts.person)}</p>
    </form>
    <p><a href="${facts.link}" rel="noreferrer">${texts.open}</a></p>`;
  return page(`${facts.instruction} – ${facts.number}`, content, language);
}

/** A page that says what became of a link, or why nothing can be decided. */
export function outcomePage(
  what: { readonly title: string; readonly text: string; readonly facts?: readonly string[]; readonly link?: string },
  language: Language,
): string {
  const content = html`<h1>${what.title}</h1>
    <div class="done"><p>${what.text}</p>${(what.facts ?? []).map((fact) => html`<p class="soft">${fact}</p>`)}</div>
    ${what.link !== undefined && html`<p><a href="${what.link}" rel="noreferrer">${decisionTexts(language).open}</a></p>`}`;
  return page(what.title, content, language);
}

function page(title: string, content: Html, language: Language): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <header></header>
        <main>${content}</main>
        <footer></footer>
      </body>
    </html>`.text;
}
