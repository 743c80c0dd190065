import type { LocalisedText } from '../../../platform/languages.js';
import { isUuid } from '../../../platform/ids.js';
import type { FilterCondition } from '../../../streams/definition/stream-definition.js';
import { endOfDay, startOfDay, type FilterAsker } from '../../../streams/filter/relative-value.js';
import type { ReportDimension } from '../definition/report-definition.js';
import { dayOfMoment, partOfDay, type Dimension } from './dimension.js';

/** What is known of an assignment, by the names that reports use. */
const names = {
  performer: { en: 'Performer', ru: 'Исполнитель', pl: 'Wykonawca', lt: 'Vykdytojas' },
  unit: { en: 'Unit', ru: 'Подразделение', pl: 'Jednostka', lt: 'Padalinys' },
  stream: { en: 'Register', ru: 'Журнал', pl: 'Rejestr', lt: 'Registras' },
  timing: { en: 'Execution', ru: 'Исполнение', pl: 'Wykonanie', lt: 'Vykdymas' },
  issuedAt: { en: 'Issued', ru: 'Выдано', pl: 'Wydano', lt: 'Pavesta' },
  dueAt: { en: 'Due', ru: 'Срок', pl: 'Termin', lt: 'Terminas' },
  closedAt: { en: 'Done', ru: 'Исполнено', pl: 'Wykonano', lt: 'Atlikta' },
} satisfies Record<string, LocalisedText>;

type Fact = keyof typeof names;

/** In time or not, and of what is open whether it is overdue. */
const timings = new Map([
  ['open', { name: { en: 'Open', ru: 'В работе', pl: 'W toku', lt: 'Vykdoma' }, tone: 'active' }],
  ['overdue', { name: { en: 'Overdue', ru: 'Просрочено', pl: 'Po terminie', lt: 'Vėluoja' }, tone: 'bad' }],
  ['in-time', { name: { en: 'Done in time', ru: 'В срок', pl: 'W terminie', lt: 'Laiku' }, tone: 'good' }],
  ['late', { name: { en: 'Done late', ru: 'С опозданием', pl: 'Z opóźnieniem', lt: 'Pavėluotai' }, tone: 'waiting' }],
]);

/** SQL over `assignment a`, `document d` and `org`, which has the unit of each person. */
const expressions: Readonly<Record<Fact, string>> = {
  performer: 'a.performer_id::text',
  unit: 'org.unit::text',
  stream: 'd.stream',
  timing: `CASE WHEN a.closed_at IS NOT NULL THEN CASE WHEN a.closed_at > a.due_at THEN 'late' ELSE 'in-time' END
    WHEN a.due_at < now() THEN 'overdue' ELSE 'open' END`,
  issuedAt: 'a.issued_at',
  dueAt: 'a.due_at',
  closedAt: 'a.closed_at',
};

const moments: ReadonlySet<string> = new Set<Fact>(['issuedAt', 'dueAt', 'closedAt']);

export function isFact(name: string): name is Fact {
  return name in names;
}

/** What assignments can be grouped by; `streams` gives the names of registers. */
export function assignmentDimension(
  { by, part = 'month' }: ReportDimension,
  streams: ReadonlyMap<string, { readonly name: LocalisedText }>,
): Dimension | undefined {
  if (!isFact(by)) return undefined;
  const base = { key: by, name: names[by] };
  const expression = expressions[by];
  if (moments.has(by))
    return { ...base, kind: 'date', part, expression: (zone) => partOfDay(dayOfMoment(expression, zone), part) };
  const plain = { ...base, expression: () => expression };
  if (by === 'performer') return { ...plain, kind: 'person' };
  if (by === 'unit') return { ...plain, kind: 'unit' };
  return { ...plain, kind: 'option', options: by === 'stream' ? streams : timings };
}

/** A condition over assignments as SQL, or what is wrong with it. Pushes its values. */
export function assignmentCondition(
  { field, op, value }: FilterCondition,
  asker: FilterAsker,
  values: unknown[],
): { sql: string } | { problem: string } {
  if (!isFact(field)) return { problem: `Assignments have no "${field}"; known are ${Object.keys(names).join(', ')}.` };
  const expression = `(${expressions[field]})`;
  if (op === 'empty') return { sql: `${expression} IS ${value === false ? 'NOT ' : ''}NULL` };
  if (moments.has(field)) return momentCondition(expression, op, value, asker, values);
  if (op !== 'eq' && op !== 'in') return { problem: `Expected "eq", "in" or "empty" for "${field}".` };
  const wanted = (Array.isArray(value) ? value : [value]).map((entry) => (entry === '@me' ? asker.me : entry));
  const sound = (entry: unknown) => typeof entry === 'string' && (field !== 'performer' || isUuid(entry));
  if (!wanted.every(sound)) return { problem: `Expected ids or keys for "${field}".` };
  return { sql: `${expression} = ANY($${values.push(wanted)}::text[])` };
}

function momentCondition(
  expression: string,
  op: string,
  value: unknown,
  asker: FilterAsker,
  values: unknown[],
): { sql: string } | { problem: string } {
  const [from, to] = Array.isArray(value) ? (value as unknown[]) : [];
  if (op !== 'between' || (from === undefined && to === undefined)) {
    return { problem: 'Expected "between" two days for a date.' };
  }
  const start = typeof from === 'string' ? startOfDay('datetime', from, asker) : undefined;
  const end = typeof to === 'string' ? endOfDay('datetime', to, asker) : undefined;
  const parts = [
    ...(start === undefined ? [] : [`${expression} >= $${values.push(start)}::timestamptz`]),
    ...(end === undefined ? [] : [`${expression} < $${values.push(end)}::timestamptz`]),
  ];
  return parts.length === 0 ? { problem: 'Expected days, e.g. 2026-12-24.' } : { sql: `(${parts.join(' AND ')})` };
}
