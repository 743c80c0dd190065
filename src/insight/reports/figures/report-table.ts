import type { Sum } from '../../../organisation/directory/organisation.js';
import type { LocalisedText } from '../../../platform/languages.js';
import type { DatePart, MeasureKind, ReportCondition } from '../definition/report-definition.js';

/** One figure: a number, or amounts of money, one for each currency. Both empty where there is nothing to tell. */
export interface Figure {
  readonly number: number | null;
  /** Decimal text. */
  readonly money: readonly Sum[];
}

/** What figures can be grouped by. */
export interface DimensionView {
  readonly key: string;
  readonly name: LocalisedText;
  readonly kind: string;
  readonly part: DatePart | null;
}

/** One value of a dimension, with the conditions that lead to the documents behind it. */
export interface GroupView {
  /** Null for what has no value. */
  readonly key: string | null;
  /** What people call it; null where there is no value, or its name may not be seen. */
  readonly label: string | null;
  readonly tone: string | null;
  readonly conditions: readonly ReportCondition[];
}

export interface MeasureView {
  readonly key: string;
  readonly name: LocalisedText;
  readonly kind: MeasureKind;
  readonly format: 'number' | 'percent' | 'money';
  readonly conditions: readonly ReportCondition[];
}

export interface ReportRow extends GroupView {
  /** One for each measure. */
  readonly figures: readonly Figure[];
  /** The first measure, for each value of the split. */
  readonly split: readonly Figure[];
}

export interface ReportPeriod {
  readonly field: string;
  /** Days, both included; null for no bound. */
  readonly from: string | null;
  readonly to: string | null;
}

/** A report with its figures. */
export interface ReportTable {
  readonly key: string;
  readonly name: LocalisedText;
  readonly about: LocalisedText | null;
  /** Key of a stream, or `assignments`. */
  readonly source: string;
  readonly period: ReportPeriod | null;
  /** What one may group by. */
  readonly dimensions: readonly DimensionView[];
  /** The key of the dimension that the rows are grouped by. */
  readonly by: string;
  readonly split: { readonly key: string; readonly name: LocalisedText; readonly values: readonly GroupView[] } | null;
  readonly measures: readonly MeasureView[];
  /** What everything counted fulfils: the filter of the report and the period. */
  readonly conditions: readonly ReportCondition[];
  readonly rows: readonly ReportRow[];
  readonly totals: { readonly figures: readonly Figure[]; readonly split: readonly Figure[] };
  /** Groups beyond those that are answered. */
  readonly more: number;
}
