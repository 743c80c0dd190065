import type { SourcePlace } from './template-problem.js';

interface MarkupRule {
  readonly pattern: RegExp;
  readonly message: string;
}

/** What escaping cannot make safe, or what a paper has no use for. Each pattern runs in linear time. */
const rules: readonly MarkupRule[] = [
  { pattern: /<\s*script\b/gi, message: 'a script never runs in a paper; remove <script>' },
  { pattern: /<\s*(?:iframe|object|embed|link|base|form)\b/gi, message: 'this element is not allowed in a paper' },
  { pattern: /\shttp-equiv\s*=/gi, message: 'http-equiv is not allowed in a paper' },
  { pattern: /\son[a-z]+\s*=/gi, message: 'an event attribute (on…=) never runs in a paper; remove it' },
  { pattern: /=\s*\{\{/g, message: 'a value inside a tag must stand in quotes: attribute="{{…}}"' },
];

/** Places in a template's markup that are refused before it is compiled. */
export function checkMarkup(source: string): { place: SourcePlace; message: string }[] {
  const tags = blankOutsideTags(source);
  const found = rules.flatMap(({ pattern, message }) =>
    [...tags.matchAll(pattern)].map((match) => ({ place: placeAt(source, match.index), message })),
  );
  return [...found, ...problemsInStyles(source)];
}

/** The source with all but tags and the names of attributes blanked, so that words of the text are not taken for them. */
function blankOutsideTags(source: string): string {
  const blank = (text: string): string => text.replace(/[^\n>]/g, ' ');
  return source.replace(/(^|>)[^<]*/g, blank).replace(/"[^"]*"/g, blank);
}

const styleRules = [
  { text: '{{', message: 'a value inside <style> is not allowed: escaping does not make it safe there' },
  { text: '@import', message: '@import loads nothing, since papers have no network; write the rules here' },
  { text: 'url(', message: 'url(…) is not waited for by the printer; use <img src="data:…"> instead' },
];

function problemsInStyles(source: string): { place: SourcePlace; message: string }[] {
  const problems: { place: SourcePlace; message: string }[] = [];
  for (let from = source.indexOf('<style'); from >= 0; from = source.indexOf('<style', from + 1)) {
    const end = source.indexOf('</style', from);
    const style = source.slice(from, end < 0 ? undefined : end);
    for (const { text, message } of styleRules) {
      const at = style.indexOf(text);
      if (at >= 0) problems.push({ place: placeAt(source, from + at), message });
    }
  }
  return problems;
}

function placeAt(source: string, index: number): SourcePlace {
  const before = source.slice(0, index);
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') - 1 };
}
