import { compileExpression } from '../../../platform/feel/expression.js';
import type { CompiledCard } from '../../../streams/card/compile-card.js';
import type { ShapeFault } from '../../../streams/definition/check-shape.js';
import type { FilterCondition } from '../../../streams/definition/stream-definition.js';
import { compileFilter } from '../../../streams/filter/compile-filter.js';
import { assignmentCondition, assignmentDimension } from '../sources/assignment-facts.js';
import type { Dimension } from '../sources/dimension.js';
import { documentDimension } from '../sources/document-dimensions.js';
import { assignmentsSource, type ReportDefinition, type ReportDimension } from './report-definition.js';

const nobody = {
  me: '00000000-0000-0000-0000-000000000000',
  units: [],
  today: '2000-01-01',
  midnight: (day: string) => day,
};

/** Whether a report can be made of the streams that there are. */
export function checkReport(report: ReportDefinition, cards: readonly CompiledCard[]): ShapeFault[] {
  const card = cards.find(({ stream }) => stream === report.source);
  if (!card && report.source !== assignmentsSource) {
    const known = [assignmentsSource, ...cards.map(({ stream }) => stream)].join(', ');
    return [{ path: ['source'], code: 'unknown-source', message: `Expected one of ${known}.` }];
  }
  const faults: ShapeFault[] = [];
  const dimension = (asked: ReportDimension) => dimensionOf(card, asked);
  const expect = (asked: ReportDimension | undefined, path: (string | number)[], kinds?: Dimension['kind'][]) => {
    const found = asked && dimension(asked);
    if (asked && (!found || (kinds && !kinds.includes(found.kind)))) {
      const message = `Nothing can be grouped by "${asked.by}" here.`;
      faults.push({ path, code: 'unknown-dimension', message });
    }
  };
  report.rows.forEach((row, index) => expect(row, ['rows', index, 'by']));
  expect(report.split, ['split', 'by'], ['option', 'boolean']);
  expect(report.period && { by: report.period.field }, ['period', 'field'], ['date']);
  faults.push(...checkConditions(card, report.filter?.and ?? [], ['filter', 'and']));
  return [...faults, ...checkMeasures(report, card)];
}

/** What the documents of a stream, or assignments where there is no card, can be grouped by. */
export function dimensionOf(
  card: CompiledCard | undefined,
  asked: ReportDimension,
  streams: Parameters<typeof assignmentDimension>[1] = new Map(),
): Dimension | undefined {
  return card ? documentDimension(card, asked) : assignmentDimension(asked, streams);
}

function checkMeasures({ measures }: ReportDefinition, card: CompiledCard | undefined): ShapeFault[] {
  const faults: ShapeFault[] = [];
  const before = new Set<string>();
  measures.forEach(({ key, kind, field, formula, where = [] }, index) => {
    const path = ['measures', index];
    const fault = (member: string, code: string, message: string) =>
      faults.push({ path: [...path, member], code, message });
    if (before.has(key)) fault('key', 'duplicate-measure', `Another measure has the key "${key}".`);
    if ((kind === 'sum' || kind === 'average') && (!field || card?.field(field)?.sql?.cast !== 'numeric'))
      fault('field', 'not-numeric', 'Expected the key of a field of money or numbers.');
    if (kind === 'formula') faults.push(...checkFormula(formula, before, [...path, 'formula']));
    faults.push(...checkConditions(card, where, [...path, 'where']));
    before.add(key);
  });
  return faults;
}

function checkFormula(
  formula: string | undefined,
  known: ReadonlySet<string>,
  path: (string | number)[],
): ShapeFault[] {
  const compiled = formula === undefined ? { problem: 'A formula was expected.' } : compileExpression(formula);
  if ('problem' in compiled) return [{ path, code: 'formula', message: compiled.problem }];
  return compiled.expression.names
    .filter((name) => !known.has(name))
    .map((name) => ({ path, code: 'unknown-measure', message: `No measure before this one is called "${name}".` }));
}

function checkConditions(
  card: CompiledCard | undefined,
  conditions: readonly FilterCondition[],
  path: (string | number)[],
): ShapeFault[] {
  if (!card)
    return conditions.flatMap((condition, index) => {
      const result = assignmentCondition(condition, nobody, []);
      return 'problem' in result ? [{ path: [...path, index], code: 'condition', message: result.problem }] : [];
    });
  const compiled = compileFilter(card, { and: conditions });
  if (!('problems' in compiled)) return [];
  return compiled.problems.map(({ path: place, code, message }) => {
    const index = Number(/\[(\d+)\]/.exec(place)?.[1] ?? 0);
    return { path: [...path, index], code, message };
  });
}
