import type { Language } from '../../platform/languages.js';
import { isLanguage } from '../../platform/languages.js';

const words: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:the|and|you|please|for|with|we|our|is|of|to|need|thank|regards|dear|hello|company|phone|text)\b/giu,
  ru: /(?<!\p{L})(?:и|в|не|на|мы|вы|вас|для|нам|нужен|нужны|прошу|просим|спасибо|здравствуйте|компания|телефон|инн|сообщение)(?!\p{L})/giu,
  pl: /(?<!\p{L})(?:i|w|nie|na|się|jest|dla|prosimy|proszę|dzień|dobry|dziękuję|pozdrawiam|firma|telefon|nip|treść|oraz)(?!\p{L})/giu,
  lt: /(?<!\p{L})(?:ir|su|ne|kad|mums|prašome|prašau|laba|diena|sveiki|ačiū|pagarbiai|įmonė|telefonas|tekstas|reikia|dėl|už)(?!\p{L})/giu,
};
const letters: Readonly<Record<Language, RegExp>> = {
  en: /(?!)/gu,
  ru: /[\u0400-\u04ff]/gu,
  pl: /[łńśźżćŁŃŚŹŻĆ]/gu,
  lt: /[ėįųūšžčĖĮŲŪŠŽČ]/gu,
};

/**
 * The language of a letter by its frequent words and its letters, so that the answer can be in it. `declared` is the
 * letter's Content-Language, which is believed when it is one of ours. English where nothing tells.
 */
export function letterLanguage(text: string, declared?: string): Language {
  const tag = declared?.trim().slice(0, 2).toLowerCase();
  if (isLanguage(tag)) return tag;
  const sample = text.slice(0, 5000);
  let best: { language: Language; score: number } = { language: 'en', score: 0 };
  for (const language of ['en', 'ru', 'pl', 'lt'] as const) {
    const score = 3 * (sample.match(words[language]) ?? []).length + (sample.match(letters[language]) ?? []).length;
    if (score > best.score) best = { language, score };
  }
  return best.language;
}
