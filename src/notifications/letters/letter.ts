import type { Language } from '../../platform/languages.js';
import { html, Html } from '../../platform/pages/html.js';
import type { EventKey } from '../notification-events.js';
import { saySeveral, type SpokenNotification } from '../texts/say-notification.js';
import { letterTexts } from './letter-texts.js';

/** One notification in a letter. */
export interface LetterItem extends SpokenNotification {
  readonly event: EventKey;
  readonly number: string;
  /** Where it is opened in the application. */
  readonly link: string;
  /** The page on which it is decided; null where nothing is to be decided, or not by a link. */
  readonly decideLink: string | null;
}

export interface LetterFacts {
  readonly kind: 'news' | 'digest';
  readonly name: string;
  readonly items: readonly LetterItem[];
  readonly settingsLink: string;
}

export interface Letter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export const letterFont = "font-family:Inter,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";

/** Colours for programs that know a dark mode; the others have those of the elements. */
export const letterColours = new Html(`<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.ground{background:#121817!important}.sheet{background:#1b2322!important;border-color:#3b4a48!important}.ink{color:#e8eeed!important}.soft{color:#a5b3b1!important}.late{color:#f2897f!important}.line{border-color:#3b4a48!important}.act{background:#4fc3b8!important;color:#062421!important}.link{color:#4fc3b8!important}}
@media (max-width:480px){.sheet{padding:20px 18px!important}.act{display:block!important;text-align:center!important}}
</style>`);

/** A letter about one thing, or a list of several, in the recipient's language. */
export function composeLetter(facts: LetterFacts, language: Language): Letter {
  const { items, kind } = facts;
  const [only] = items;
  const texts = letterTexts(language);
  const several = saySeveral(
    items.map(({ event }) => event),
    language,
  );
  const digest = kind === 'digest';
  const subject =
    !digest && only && items.length === 1
      ? `${only.title} (${only.number})`
      : digest
        ? `${texts.digest}: ${several}`
        : several;
  const lead = digest ? texts.digestLead : items.length > 1 ? texts.newsLead : undefined;
  return {
    subject,
    html: asHtml(facts, { subject, lead, heading: digest || items.length > 1 ? several : undefined }, language),
    text: asText(facts, lead, language),
  };
}

function asHtml(
  { name, items, settingsLink }: LetterFacts,
  { subject, lead, heading }: { subject: string; lead: string | undefined; heading: string | undefined },
  language: Language,
): string {
  const texts = letterTexts(language);
  const decides = items.some(({ decideLink }) => decideLink !== null);
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${subject}</title>${letterColours}</head>
<body class="ground" style="margin:0;padding:0;background:#f3f6f5">
<div style="display:none;max-height:0;overflow:hidden">${items[0]?.text}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="ground" style="background:#f3f6f5"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px"><tr><td class="sheet" style="padding:32px 36px;background:#ffffff;border:1px solid #dbe3e1;border-radius:10px;${letterFont}">
<p class="soft" style="margin:0 0 18px;font-size:14px;line-height:20px;color:#51605e">${texts.greeting(name)}</p>
${heading && html`<h1 class="ink" style="margin:0 0 6px;font-size:22px;line-height:28px;font-weight:600;color:#16201f">${heading}</h1>`}
${lead && html`<p class="soft" style="margin:0 0 8px;font-size:15px;line-height:22px;color:#51605e">${lead}</p>`}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${items.map((item, index) => itemRow(item, items.length > 1, index, language))}</table>
${decides && html`<p class="soft" style="margin:20px 0 0;font-size:13px;line-height:18px;color:#51605e">${texts.linkNote}</p>`}
</td></tr><tr><td align="center" style="padding:16px 8px;${letterFont};font-size:13px;line-height:18px"><a class="soft" href="${settingsLink}" style="color:#51605e">${texts.settings}</a></td></tr></table>
</td></tr></table></body></html>`.text;
}

function itemRow(item: LetterItem, small: boolean, index: number, language: Language): Html {
  const texts = letterTexts(language);
  const what = item.title === item.label ? undefined : item.title.slice(item.label.length + 2);
  const border = small && index > 0 ? 'border-top:1px solid #dbe3e1;' : '';
  const size = small ? 'font-size:16px;line-height:22px' : 'font-size:20px;line-height:27px';
  const button =
    'display:inline-block;padding:12px 22px;border-radius:8px;background:#0b6b66;color:#ffffff;font-weight:600;font-size:16px;line-height:20px;text-decoration:none';
  return html`<tr><td class="line" style="padding:16px 0;${border}">
<p class="soft" style="margin:0 0 2px;font-size:13px;line-height:18px;color:#51605e">${item.label}</p>
${what && html`<p class="ink" style="margin:0 0 6px;${size};font-weight:600;color:#16201f">${what}</p>`}
<p class="ink" style="margin:0 0 ${small ? '8' : '18'}px;font-size:15px;line-height:22px;color:#16201f">${item.text}</p>
${item.decideLink === null ? html`<a class="link" href="${item.link}" style="color:#0b6b66;font-size:15px;line-height:22px;font-weight:600">${texts.open}</a>` : html`<a class="act" href="${item.decideLink}" style="${button}">${texts.decide}</a>`}
</td></tr>`;
}

function asText({ name, items, settingsLink }: LetterFacts, lead: string | undefined, language: Language): string {
  const texts = letterTexts(language);
  const blocks = items.map(({ title, text, link, decideLink }) =>
    [title, text, decideLink === null ? `${texts.open}: ${link}` : `${texts.decide}: ${decideLink}`].join('\n'),
  );
  const note = items.some(({ decideLink }) => decideLink !== null) ? [texts.linkNote] : [];
  return [
    `${texts.greeting(name)}.`,
    ...(lead ? [lead] : []),
    ...blocks,
    ...note,
    `${texts.settings}: ${settingsLink}`,
  ].join('\n\n');
}
