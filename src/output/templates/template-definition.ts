import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { isLanguage, languages as allLanguages, type Language, type LocalisedText } from '../../platform/languages.js';
import { compileExpression } from '../../platform/feel/expression.js';
import { describeValue, type TemplateProblem } from '../render/template-problem.js';

export const pageSizes = ['A4', 'A5', 'Letter'] as const;
export type PageSize = (typeof pageSizes)[number];

/** CSS lengths, from the edge of the sheet. */
export interface Margins {
  readonly top: string;
  readonly right: string;
  readonly bottom: string;
  readonly left: string;
}

/** What `<template>.yaml` says. */
export interface TemplateDefinition {
  readonly kind: 'pdf' | 'mail';
  /** The stream whose documents the template is for. */
  readonly stream: string;
  readonly languages: readonly Language[];
  /** A paper's title and file name, a mail's subject; may hold `{{values}}`. */
  readonly title: LocalisedText;
  /** Printed at the foot of every page, left of the page numbers; may hold `{{values}}`. */
  readonly footer: LocalisedText | null;
  readonly page: { readonly size: PageSize; readonly margins: Margins };
  readonly texts: Readonly<Record<string, LocalisedText>>;
  /** Further members of the view model, each found by a FEEL expression about the document. */
  readonly view: Readonly<Record<string, string>>;
}

export const defaultMargins: Margins = { top: '20mm', right: '18mm', bottom: '22mm', left: '24mm' };

const knownMembers = ['kind', 'stream', 'languages', 'title', 'subject', 'footer', 'page', 'view', 'texts'];
const lengthPattern = /^\d{1,3}(\.\d{1,2})?(mm|cm|in|pt|px)$/;

type Path = readonly (string | number)[];

/** Reads members of a YAML document and notes what is wrong with them, each with its line. */
class Reader {
  readonly problems: TemplateProblem[] = [];

  constructor(
    private readonly file: string,
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {}

  value(path: Path): unknown {
    const node: unknown = this.document.getIn(path, true);
    return isScalar(node) ? node.value : ((node as { toJSON?: () => unknown } | undefined)?.toJSON?.() ?? node);
  }

  /** The line of the member, or of the nearest member around it that is there. */
  line(path: Path): number {
    for (let length = path.length; length > 0; length -= 1) {
      const parent: unknown = this.document.getIn(path.slice(0, length - 1), true);
      const holder: unknown = length === 1 ? this.document.contents : parent;
      const pair = isMap(holder)
        ? holder.items.find((item) => isScalar(item.key) && item.key.value === path[length - 1])
        : undefined;
      if (isScalar(pair?.key) && pair.key.range) return this.lines.linePos(pair.key.range[0]).line;
    }
    return 1;
  }

  wrong(path: Path, expected: string): void {
    const message = `${path.join('.')}: expected ${expected}, got ${describeValue(this.value(path))}`;
    this.problems.push({ file: this.file, line: this.line(path), message });
  }

  oneOf<Value extends string>(path: Path, allowed: readonly Value[], fallback?: Value): Value | undefined {
    const value = this.value(path);
    if (value === undefined && fallback !== undefined) return fallback;
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.wrong(path, `one of ${allowed.join(', ')}`);
    return found;
  }

  text(path: Path): string | undefined {
    const value = this.value(path);
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.wrong(path, 'a text');
    return undefined;
  }

  /** A text for all languages, or a map with one for each of `needed`. */
  localised(path: Path, needed: readonly Language[]): LocalisedText | undefined {
    const value = this.value(path);
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.wrong(path, `a text, or texts by language (${needed.join(', ')})`);
      return undefined;
    }
    const texts = value as Record<string, unknown>;
    for (const language of needed) if (typeof texts[language] !== 'string') this.wrong([...path, language], 'a text');
    for (const key of Object.keys(texts)) {
      if (!isLanguage(key)) this.wrong([...path, key], `only languages (${allLanguages.join(', ')})`);
    }
    const first = needed.map((language) => texts[language]).find((text) => typeof text === 'string');
    return { en: typeof texts['en'] === 'string' ? texts['en'] : (first ?? ''), ...(texts as object) };
  }
}

/** Reads and checks a template's YAML. Every problem carries its line and says what was expected. */
export function readDefinition(
  file: string,
  source: string,
): { definition: TemplateDefinition } | { problems: TemplateProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map(({ pos, message }) => ({ file, line: lines.linePos(pos[0]).line, message })),
    };
  }
  if (!isMap(document.contents)) {
    return { problems: [{ file, line: 1, message: `expected members ${knownMembers.join(', ')}` }] };
  }
  const reader = new Reader(file, document, lines);
  const definition = readMembers(
    reader,
    document.contents.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')),
  );
  return definition && reader.problems.length === 0 ? { definition } : { problems: reader.problems };
}

function readMembers(reader: Reader, present: readonly string[]): TemplateDefinition | undefined {
  for (const name of present.filter((one) => !knownMembers.includes(one))) {
    reader.wrong([name], `one of the members ${knownMembers.join(', ')} here`);
  }
  const kind = reader.oneOf(['kind'], ['pdf', 'mail'] as const);
  const stream = reader.text(['stream']);
  const languages = readLanguages(reader);
  const title = reader.localised([kind === 'mail' ? 'subject' : 'title'], languages);
  const footer = present.includes('footer') ? reader.localised(['footer'], languages) : null;
  const page = { size: reader.oneOf(['page', 'size'], pageSizes, 'A4'), margins: readMargins(reader) };
  const texts = readTexts(reader, languages);
  const view = readView(reader);
  if (!kind || stream === undefined || title === undefined || footer === undefined || !page.size) return undefined;
  return { kind, stream, languages, title, footer, page: { size: page.size, margins: page.margins }, texts, view };
}

function readLanguages(reader: Reader): Language[] {
  const value = reader.value(['languages']);
  if (Array.isArray(value) && value.length > 0 && value.every(isLanguage)) return value;
  reader.wrong(['languages'], `a list out of ${allLanguages.join(', ')}`);
  return [];
}

function readMargins(reader: Reader): Margins {
  const given = reader.value(['page', 'margins']);
  const margins: Record<string, string> = { ...defaultMargins };
  for (const [side, length] of Object.entries(given ?? {}) as [string, unknown][]) {
    if (!(side in defaultMargins)) reader.wrong(['page', 'margins', side], 'only top, right, bottom, left');
    else if (typeof length === 'string' && lengthPattern.test(length)) margins[side] = length;
    else reader.wrong(['page', 'margins', side], 'a length such as 20mm');
  }
  return margins as unknown as Margins;
}

function readTexts(reader: Reader, languages: readonly Language[]): Record<string, LocalisedText> {
  const given = reader.value(['texts']);
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    reader.wrong(['texts'], 'texts by key');
    return {};
  }
  return Object.fromEntries(Object.keys(given).map((key) => [key, reader.localised(['texts', key], languages) ?? '']));
}

function readView(reader: Reader): Record<string, string> {
  const given = reader.value(['view']) ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    reader.wrong(['view'], 'FEEL expressions by the names of members');
    return {};
  }
  const view: Record<string, string> = {};
  for (const [name, source] of Object.entries(given) as [string, unknown][]) {
    const compiled = typeof source === 'string' ? compileExpression(source) : { problem: 'it is not a text' };
    if ('problem' in compiled) reader.wrong(['view', name], `a FEEL expression (${compiled.problem})`);
    else view[name] = String(source);
  }
  return view;
}
