import type { Language } from '../../platform/languages.js';

/** What a `User-Agent` says, in words. */
export interface AgentWords {
  /** E.g. "Firefox"; null where nothing is recognised. */
  readonly browser: string | null;
  /** E.g. "Windows". */
  readonly system: string | null;
  /** Both in one, e.g. "Firefox on Windows". */
  readonly device: string;
}

/** The first that fits counts: browsers name those they are made from as well. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\b(Edg|EdgA|EdgiOS)\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bYaBrowser\//, 'Yandex Browser'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ (Mobile\/\S+ )?Safari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPad\b/, 'iPadOS'],
  [/\b(iPhone|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const unknown: Record<Language, string> = {
  en: 'Unknown device',
  ru: 'Неизвестное устройство',
  pl: 'Nieznane urządzenie',
  lt: 'Nežinomas įrenginys',
};

const together: Record<Language, (browser: string, system: string) => string> = {
  en: (browser, system) => `${browser} on ${system}`,
  ru: (browser, system) => `${browser}, ${system}`,
  pl: (browser, system) => `${browser} w systemie ${system}`,
  lt: (browser, system) => `${browser}, ${system}`,
};

/** Browser and system of a `User-Agent`, for lists by which people recognise their devices. A program gives its name. */
export function describeAgent(agent: string | null, language: Language): AgentWords {
  const browser = named(browsers, agent) ?? programName(agent);
  const system = named(systems, agent);
  const device = browser && system ? together[language](browser, system) : (browser ?? system ?? unknown[language]);
  return { browser, system, device };
}

function named(list: readonly (readonly [RegExp, string])[], agent: string | null): string | null {
  return (agent !== null && list.find(([form]) => form.test(agent))?.[1]) || null;
}

function programName(agent: string | null): string | null {
  const name = /^([\w.-]{1,40})\/[\d.]+/.exec(agent ?? '')?.[1];
  return name === undefined || name === 'Mozilla' ? null : name;
}
