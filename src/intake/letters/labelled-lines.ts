import { comparable, plainText } from './plain-text.js';

/** How far the value of a label reaches. */
export type LabelReach = 'line' | 'lines';

/** A field that a letter may fill, with the labels that name it in any language. */
export interface LabelledField {
  readonly key: string;
  readonly labels: readonly string[];
  /** `line`: the rest of the line, or the next line when it is empty. `lines`: all up to the next label. */
  readonly reach: LabelReach;
}

/** What the labelled lines of a text say. */
export interface LabelledLines {
  /** By field key; the first filled occurrence of a label counts. */
  readonly values: ReadonlyMap<string, string>;
  /** Lines that belong to no label, without quoted ones. */
  readonly rest: string;
}

const longestLabel = 60;
const mostLines = 20_000;

/** Line marks that people and mail programs put before a label: bullets, numbering, bold and table marks. */
const lead = /^(?:[\s*_•·▪■►|–—-]|\d{1,2}[.)]\s)*/u;
/** What may stand between a label and its value. Dashes and equals signs count only with spaces around them. */
const separator = /^[\s*_]*(?:[:：﹕∶꞉˸]+|\||\s[=–—-]\s)[\s*_|]*/u;
/** Two dashes alone on a line: what follows is the sender's signature (RFC 3676, 4.3). */
const signature = /^(?:--|—|__{3,})\s*$/;
const quoteMark = /^\s{0,3}(?:[>|]\s?)*>\s?/;

/**
 * Reads lines of the form `Label: value`. Tolerant about letter case, diacritics, kinds of colon and space, bold and
 * bullet marks and table cells (`Label | value`). Lines quoted with `>` count only when no other line has a label, so
 * an answer does not repeat the form that it quotes.
 */
export function readLabelledLines(text: string, fields: readonly LabelledField[]): LabelledLines {
  const lines = plainText(text).split('\n', mostLines);
  const known = labelTable(fields);
  const own = readLines(
    lines.filter((line) => !quoteMark.test(line)),
    known,
  );
  if (own.values.size > 0) return own;
  const quoted = readLines(
    lines.map((line) => line.replace(quoteMark, '')),
    known,
  );
  return quoted.values.size > 0 ? quoted : own;
}

type LabelTable = ReadonlyMap<string, LabelledField>;

function labelTable(fields: readonly LabelledField[]): LabelTable {
  const table = new Map<string, LabelledField>();
  for (const field of fields) {
    for (const label of field.labels) {
      const form = comparable(label);
      if (form !== '' && !table.has(form)) table.set(form, field);
    }
  }
  return table;
}

interface OpenLabel {
  readonly field: LabelledField;
  readonly lines: string[];
}

function readLines(lines: readonly string[], known: LabelTable): LabelledLines {
  const values = new Map<string, string>();
  const rest: string[] = [];
  let open: OpenLabel | undefined;
  const close = (): void => {
    const value = open?.lines.join('\n').trim();
    if (open && value && !values.has(open.field.key)) values.set(open.field.key, value);
    open = undefined;
  };
  for (const line of lines) {
    if (signature.test(line.trim()) && values.size + (open ? 1 : 0) > 0) {
      close();
      break;
    }
    const found = labelOf(line, known);
    if (found) {
      close();
      open = { field: found.field, lines: found.value === '' ? [] : [found.value] };
    } else if (open && takes(open, line)) {
      if (open.lines.length > 0 || line.trim() !== '') open.lines.push(withoutMarks(line));
    } else {
      close();
      rest.push(line.trimEnd());
    }
  }
  close();
  return { values, rest: rest.join('\n').trim() };
}

/** True when `line`, which has no label, still belongs to the open label. */
function takes(open: OpenLabel, line: string): boolean {
  if (open.field.reach === 'lines') return true;
  return open.lines.length === 0 && line.trim() !== '';
}

function labelOf(line: string, known: LabelTable): { field: LabelledField; value: string } | undefined {
  const body = line.replace(lead, '');
  // A label with a value: try each place where a separator begins, the longest label last.
  for (let at = 1; at <= Math.min(body.length, longestLabel); at += 1) {
    const sign = body.charAt(at);
    if (sign === '' || !/[\s*_:：﹕∶꞉˸|]/u.test(sign)) continue;
    const gap = separator.exec(body.slice(at, at + 40))?.[0];
    if (gap === undefined) continue;
    const field = known.get(comparable(body.slice(0, at)));
    if (field) return { field, value: withoutMarks(body.slice(at + gap.length)) };
    if (/[:：|]/u.test(gap)) return undefined;
  }
  return undefined;
}

/** Drops the bold marks and cell borders around a value. */
function withoutMarks(text: string): string {
  const bare = text.replace(/\s*\|\s*$/, '').trimEnd();
  const bold = /^(\*{1,2}|_{1,2})(.+)\1$/.exec(bare.trim());
  return bold?.[2] ?? bare;
}
