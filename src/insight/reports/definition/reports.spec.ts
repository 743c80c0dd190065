import { compileCard, type CompiledCard } from '../../../streams/card/compile-card.js';
import { loadStreams } from '../../../streams/definition/load-streams.js';
import { checkReport } from './check-report.js';
import { loadReports } from './load-reports.js';
import { parseReport } from './parse-report.js';

describe('definitions of reports', () => {
  let cards: CompiledCard[];
  beforeAll(async () => {
    cards = (await loadStreams('streams')).definitions.map(({ definition }) => compileCard(definition));
  });

  const faults = (yaml: string) => {
    const read = parseReport(`key: some\nname: Some\n${yaml}`, 'sales/some.yaml');
    if ('problems' in read) return read.problems.map(({ line, path, code }) => [line, path, code]);
    const { definition, locate } = read.report;
    return checkReport(definition, cards).map((fault) => {
      const { line, path, code } = locate(fault);
      return [line, path, code];
    });
  };
  const measures = 'measures: [{ key: count, name: Count, kind: count }]';

  it('are sound as they are shipped, with names in every language', async () => {
    const { definitions, problems } = await loadReports('reports', cards);
    expect(problems).toEqual([]);
    expect(definitions).toHaveLength(6);
    for (const { name, about, measures: counted } of definitions)
      for (const text of [name, about, ...counted.map((measure) => measure.name)])
        expect(Object.keys(text as object).sort()).toEqual(['en', 'lt', 'pl', 'ru']);
  });

  it.each([
    [
      'a source that is not there',
      `source: nowhere\nrows: [{ by: status }]\n${measures}`,
      [3, 'source', 'unknown-source'],
    ],
    [
      'an unknown field',
      `source: clients\nrows: [{ by: nothing }]\n${measures}`,
      [4, 'rows[0].by', 'unknown-dimension'],
    ],
    [
      'a table to group by',
      `source: clients\nrows: [{ by: contacts }]\n${measures}`,
      [4, 'rows[0].by', 'unknown-dimension'],
    ],
    [
      'a period that is no date',
      `source: clients\nperiod: { field: name }\nrows: [{ by: status }]\n${measures}`,
      [4, 'period.field', 'unknown-dimension'],
    ],
    [
      'a split into anything',
      `source: clients\nrows: [{ by: status }]\nsplit: { by: name }\n${measures}`,
      [5, 'split.by', 'unknown-dimension'],
    ],
    [
      'a sum of texts',
      'source: clients\nrows: [{ by: status }]\nmeasures: [{ key: a, name: A, kind: sum, field: name }]',
      [5, 'measures[0].field', 'not-numeric'],
    ],
    [
      'a formula over what comes later',
      'source: clients\nrows: [{ by: status }]\nmeasures: [{ key: a, name: A, kind: formula, formula: b * 2 }]',
      [5, 'measures[0].formula', 'unknown-measure'],
    ],
    [
      'a formula that cannot be read',
      'source: clients\nrows: [{ by: status }]\nmeasures: [{ key: a, name: A, kind: formula, formula: "1 +" }]',
      [5, 'measures[0].formula', 'formula'],
    ],
    [
      'a filter of nothing known',
      `source: clients\nfilter: { and: [{ field: nme, op: eq, value: x }] }\nrows: [{ by: status }]\n${measures}`,
      [4, 'filter.and[0]', 'unknown-field'],
    ],
    [
      'assignments by a field of a card',
      `source: assignments\nrows: [{ by: industry }]\n${measures}`,
      [4, 'rows[0].by', 'unknown-dimension'],
    ],
    [
      'a condition that assignments do not know',
      `source: assignments\nfilter: { and: [{ field: due, op: eq, value: x }] }\nrows: [{ by: unit }]\n${measures}`,
      [4, 'filter.and[0]', 'condition'],
    ],
    [
      'a member that is not known',
      `source: clients\nrows: [{ by: status }]\nchart: pie\n${measures}`,
      [5, 'chart', 'additionalProperties'],
    ],
  ])('tell of %s with its line', (_, yaml, fault) => {
    expect(faults(yaml)).toEqual([fault]);
  });
});
