/** The languages of screens and papers. */
export const languages = ['en', 'ru', 'pl', 'lt'] as const;
export type Language = (typeof languages)[number];

/** A text that people read: one string for all languages, or one per language (`en` is the fallback). */
export type LocalisedText = string | ({ en: string } & Partial<Record<Language, string>>);

/** True when `value` is one of the supported language codes. */
export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && (languages as readonly string[]).includes(value);
}

/** The text in `language`; English where that translation is missing. */
export function textIn(language: Language, text: LocalisedText): string {
  return typeof text === 'string' ? text : (text[language] ?? text.en);
}

/**
 * The best supported language of an `Accept-Language` header (RFC 9110, 12.5.4); `fallback` where none fits.
 */
export function languageFromHeader(header: string | undefined, fallback: Language = 'en'): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((q) => q !== undefined);
      return { tag: tag.trim().slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) if (isLanguage(tag)) return tag;
  return fallback;
}
