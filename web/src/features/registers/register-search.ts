import type { FilterOperator } from '../../../../src/streams/field-types/field-type.ts';

/** One condition of a filter. */
export interface Condition {
  readonly field: string;
  readonly op: FilterOperator;
  /** That of the field; `myself` for whoever looks. */
  readonly value?: unknown;
  /** What a document or a person is called whose id is the value. */
  readonly label?: string;
}

export const layouts = ['table', 'board', 'calendar'] as const;
export type Layout = (typeof layouts)[number];

/** What the address of a register says. What is absent is that of the view, and the view is the first one. */
export interface RegisterSearch {
  readonly view?: string;
  readonly q?: string;
  /** Instead of the filter of the view. */
  readonly filter?: readonly Condition[];
  readonly sort?: string;
  /** That of the view unless said. */
  readonly as?: Layout;
  /** The month that the calendar shows: `2026-12`. */
  readonly month?: string;
  /** The field whose dates the calendar shows. */
  readonly by?: string;
  /** Id of the document shown beside the list. */
  readonly selected?: string;
}

const operators: ReadonlySet<unknown> = new Set<FilterOperator>([
  ...(['eq', 'ne', 'in', 'lt', 'le', 'gt', 'ge', 'between', 'contains', 'starts', 'empty'] as const),
]);
const mostConditions = 50;

/** Reads an address that anybody may have written: what cannot be meant is left out. */
export function readRegisterSearch(raw: Readonly<Record<string, unknown>>): RegisterSearch {
  const { filter, as, month } = raw;
  const layout = layouts.find((known) => known === as);
  return {
    ...text('view', raw, 80),
    ...text('q', raw, 200),
    ...(Array.isArray(filter) && { filter: filter.filter(isCondition).slice(0, mostConditions) }),
    ...text('sort', raw, 200),
    ...(layout !== undefined && { as: layout }),
    ...(typeof month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) && { month }),
    ...text('by', raw, 60),
    ...text('selected', raw, 60),
  };
}

/** Numbers in an address are read as numbers: `?q=4711`. */
function text<Key extends string>(key: Key, raw: Readonly<Record<string, unknown>>, longest: number) {
  const value = typeof raw[key] === 'number' ? String(raw[key]) : raw[key];
  return typeof value === 'string' && value !== ''
    ? ({ [key]: value.slice(0, longest) } as { [K in Key]: string })
    : {};
}

function isCondition(value: unknown): value is Condition {
  if (typeof value !== 'object' || value === null) return false;
  const { field, op, label } = value as Partial<Record<keyof Condition, unknown>>;
  return typeof field === 'string' && operators.has(op) && (label === undefined || typeof label === 'string');
}
