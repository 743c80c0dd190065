import type { Language } from '../../platform/languages.js';
import type { Html } from '../../platform/pages/html.js';
import { html } from '../../platform/pages/html.js';
import { letterColours, letterFont, type Letter } from '../letters/letter.js';
import { letterTexts } from '../letters/letter-texts.js';
import { overviewTexts, type OverviewPart } from './overview-texts.js';

/** One thing that is open. */
export interface OverviewItem {
  readonly instruction: string;
  readonly number: string;
  readonly title: string;
  /** As the reader says it; absent where it has none. */
  readonly due?: string;
  /** Who is to do it, where that is somebody else. */
  readonly performer?: string;
  readonly link: string;
}

export interface OverviewFacts {
  readonly name: string;
  readonly parts: Readonly<Record<OverviewPart, readonly OverviewItem[]>>;
  /** Open things that are in none of the parts, since they have time. */
  readonly later: number;
  readonly deskLink: string;
  readonly settingsLink: string;
}

/** More of a part than this is told by its number. */
const mostItems = 10;
const order: readonly OverviewPart[] = ['overdue', 'today', 'control'];

/** The day of a person in a letter: what is overdue, what is due today, what waits for the person's control. */
export function composeOverview(facts: OverviewFacts, language: Language): Letter {
  const texts = overviewTexts(language);
  const counts = order.filter((part) => facts.parts[part].length > 0);
  const said = counts.map((part) => `${texts.parts[part].toLowerCase()}: ${facts.parts[part].length}`).join(', ');
  const subject = `${letterTexts(language).digest}: ${said || texts.open(facts.later)}`;
  return { subject, html: asHtml(facts, subject, language), text: asText(facts, language) };
}

function asHtml(
  { name, parts, later, deskLink, settingsLink }: OverviewFacts,
  subject: string,
  language: Language,
): string {
  const texts = overviewTexts(language);
  const letter = letterTexts(language);
  const button =
    'display:inline-block;padding:12px 22px;border-radius:8px;background:#0b6b66;color:#ffffff;font-weight:600;font-size:16px;line-height:20px;text-decoration:none';
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${subject}</title>${letterColours}</head>
<body class="ground" style="margin:0;padding:0;background:#f3f6f5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="ground" style="background:#f3f6f5"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px"><tr><td class="sheet" style="padding:32px 36px;background:#ffffff;border:1px solid #dbe3e1;border-radius:10px;${letterFont}">
<p class="soft" style="margin:0 0 6px;font-size:14px;line-height:20px;color:#51605e">${letter.greeting(name)}</p>
<h1 class="ink" style="margin:0 0 4px;font-size:22px;line-height:28px;font-weight:600;color:#16201f">${letter.digest}</h1>
${order.map((part) => partOf(texts.parts[part], part, parts[part], texts.more))}
${later > 0 && html`<p class="soft" style="margin:20px 0 0;font-size:15px;line-height:22px;color:#51605e">${texts.later(later)}</p>`}
<p style="margin:24px 0 0"><a class="act" href="${deskLink}" style="${button}">${texts.desk}</a></p>
</td></tr><tr><td align="center" style="padding:16px 8px;${letterFont};font-size:13px;line-height:18px"><a class="soft" href="${settingsLink}" style="color:#51605e">${letter.settings}</a></td></tr></table>
</td></tr></table></body></html>`.text;
}

function partOf(
  heading: string,
  part: OverviewPart,
  items: readonly OverviewItem[],
  more: (count: number) => string,
): Html | false {
  if (items.length === 0) return false;
  const colour = part === 'overdue' ? '#b3261e' : '#16201f';
  const rest = items.length - mostItems;
  return html`<h2 class="${part === 'overdue' ? 'late' : 'ink'}" style="margin:24px 0 4px;font-size:16px;line-height:22px;font-weight:600;color:${colour}">${heading} (${String(items.length)})</h2>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${items.slice(0, mostItems).map(itemRow)}</table>
${rest > 0 && html`<p class="soft" style="margin:4px 0 0;font-size:13px;line-height:18px;color:#51605e">${more(rest)}</p>`}`;
}

function itemRow({ instruction, number, title, due, performer, link }: OverviewItem): Html {
  const details = [`${number} ${title}`, performer, due].filter(Boolean).join(' · ');
  return html`<tr><td class="line" style="padding:10px 0;border-top:1px solid #dbe3e1">
<a class="ink" href="${link}" style="color:#16201f;font-size:15px;line-height:21px;font-weight:600;text-decoration:none">${instruction}</a>
<p class="soft" style="margin:2px 0 0;font-size:14px;line-height:20px;color:#51605e">${details}</p></td></tr>`;
}

function asText({ name, parts, later, deskLink, settingsLink }: OverviewFacts, language: Language): string {
  const texts = overviewTexts(language);
  const letter = letterTexts(language);
  const blocks = order.flatMap((part) => {
    if (parts[part].length === 0) return [];
    const lines = parts[part]
      .slice(0, mostItems)
      .map(({ instruction, number, title, due, performer, link }) =>
        [`- ${instruction}`, [`${number} ${title}`, performer, due].filter(Boolean).join(' · '), link].join('\n  '),
      );
    const rest = parts[part].length - mostItems;
    return [
      [`${texts.parts[part]} (${parts[part].length})`, ...lines, ...(rest > 0 ? [texts.more(rest)] : [])].join('\n'),
    ];
  });
  return [
    `${letter.greeting(name)}.`,
    ...blocks,
    ...(later > 0 ? [texts.later(later)] : []),
    `${texts.desk}: ${deskLink}`,
    `${letter.settings}: ${settingsLink}`,
  ].join('\n\n');
}
