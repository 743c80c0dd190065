import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { isLanguage, textIn, type Language } from '../../platform/languages.js';
import { Directory } from '../directory/directory.js';
import type { Organisation } from '../directory/organisation.js';
import { greetings, letterTexts, type LetterOccasion } from './letter-texts.js';
import { Letters } from './letters.js';

interface Recipient {
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: string;
}

/** The name of the firm: of the topmost unit. */
export function organisationName(org: Organisation, language: Language): string {
  const top = [...org.units.values()].find(({ parentId }) => parentId === null);
  return top ? textIn(language, top.name) : 'Millrace';
}

/** Letters to people about their account, each in the person's language. */
@Injectable()
export class AccountLetters {
  constructor(
    private readonly letters: Letters,
    private readonly directory: Directory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Sends the letter of the occasion; false for a person without an address.
   * @param path where its button leads, with the token behind `#`: what stands there reaches no server and no log
   */
  async send(context: Context, occasion: LetterOccasion, personId: string, path?: string): Promise<boolean> {
    const [person] = await context.tx.query<Recipient>(
      'SELECT login, name, email, language FROM person WHERE id = $1',
      [personId],
    );
    if (!person?.email) return false;
    const language = isLanguage(person.language) ? person.language : 'en';
    const organisation = organisationName(this.directory.snapshot(), language);
    const text = letterTexts[occasion][language];
    const fill = (words: string) =>
      words.replace(/\{(name|login|organisation)\}/g, (_, key: 'name' | 'login' | 'organisation') =>
        key === 'organisation' ? organisation : person[key],
      );
    await this.letters.send(context, {
      kind: `organisation/${occasion}`,
      to: { address: person.email, name: person.name },
      subject: fill(text.subject),
      html: page({
        language,
        greeting: fill(greetings[language]),
        lines: text.lines.map(fill),
        link: path === undefined ? undefined : { url: `${this.config.publicUrl}${path}`, text: text.action ?? '' },
        after: text.after,
        sender: organisation,
      }),
      secret: path !== undefined,
    });
    return true;
  }
}

interface Page {
  readonly language: Language;
  readonly greeting: string;
  readonly lines: readonly string[];
  readonly link: { readonly url: string; readonly text: string } | undefined;
  readonly after: string | undefined;
  readonly sender: string;
}

function page({ language, greeting, lines, link, after, sender }: Page): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escaped(text)}</p>`;
  const button = link
    ? `<p style="margin:0 0 16px"><a href="${escaped(link.url)}" style="${buttonStyle}">${escaped(link.text)}</a></p>`
    : '';
  return `<!doctype html>
<html lang="${language}"><body style="margin:0;padding:24px;font:16px/1.5 Arial,sans-serif;color:#1c2426">
${[greeting, ...lines].map(paragraph).join('\n')}
${button}
${after === undefined ? '' : paragraph(after)}
<p style="margin:24px 0 0;color:#5b6769">${escaped(sender)}</p>
</body></html>`;
}

const buttonStyle =
  'display:inline-block;padding:10px 18px;border-radius:6px;background:#0f6466;color:#ffffff;text-decoration:none';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
