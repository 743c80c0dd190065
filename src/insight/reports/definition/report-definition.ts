import type { LocalisedText } from '../../../platform/languages.js';
import type { FilterCondition } from '../../../streams/definition/stream-definition.js';

/** The source of a report that is not a stream: assignments of all documents. */
export const assignmentsSource = 'assignments';

export const dateParts = ['day', 'month', 'quarter', 'year'] as const;
export type DatePart = (typeof dateParts)[number];

/** What figures are grouped by: a field of the card or a column of the document; dates by a part of them. */
export interface ReportDimension {
  readonly by: string;
  /** `month` unless said; for dates only. */
  readonly part?: DatePart;
}

export const measureKinds = ['count', 'sum', 'average', 'formula'] as const;
export type MeasureKind = (typeof measureKinds)[number];
export const measureFormats = ['number', 'percent'] as const;

/** One figure of each group. */
export interface ReportMeasure {
  readonly key: string;
  readonly name: LocalisedText;
  readonly kind: MeasureKind;
  /** What is summed or averaged. */
  readonly field?: string;
  /** Only what fulfils these conditions, too. */
  readonly where?: readonly FilterCondition[];
  /** FEEL over the measures before it, by their keys; money by money in each currency for itself. */
  readonly formula?: string;
  /** Of a formula: `sum` of the rows at the foot of the table, instead of the formula over the sums. */
  readonly total?: 'sum';
  /** How a figure that is no money is shown. */
  readonly format?: (typeof measureFormats)[number];
}

export const periodDefaults = ['month', 'quarter', 'year', 'all'] as const;

/** A report as configured in `reports/<solution>/<report>.yaml`. */
export interface ReportDefinition {
  /** Unique in the installation. */
  readonly key: string;
  readonly name: LocalisedText;
  /** What it answers, in a sentence. */
  readonly about?: LocalisedText;
  /** The folder of the file. */
  readonly solution: string;
  /** Key of a stream, or `assignments`. */
  readonly source: string;
  /** Who has it in the menu; everybody unless said. What is seen in it depends on the documents alone. */
  readonly roles?: readonly string[];
  readonly filter?: { readonly and: readonly FilterCondition[] };
  /** The date by which a period is chosen; absent: the figures are those of now. */
  readonly period?: { readonly field: string; readonly default?: (typeof periodDefaults)[number] };
  /** What one may group by; the first unless chosen. */
  readonly rows: readonly ReportDimension[];
  /** Divides the first measure of each row. */
  readonly split?: ReportDimension;
  readonly measures: readonly ReportMeasure[];
}

/** A condition as registers take it, with what its value is called. */
export interface ReportCondition extends FilterCondition {
  readonly label?: string;
}
