import { describe, expect, it } from '@jest/globals';
import { judgeAdvisories, readAdvisories } from './advisories.mjs';

/** As `npm audit --json` (npm 7 and later) writes it. */
const report = (...causes) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      above: { name: 'above', severity: 'high', via: ['below'] },
      below: { name: 'below', severity: 'high', via: causes },
    },
  });
const cause = (severity, id) => ({
  ...{ source: 1, name: 'below', title: 'Prototype pollution', severity, range: '<2' },
  url: `https://github.com/advisories/${id}`,
});
const found = (...causes) => readAdvisories(report(...causes)) ?? [];
const allow = (more = {}) => [{ advisory: 'GHSA-a', until: '2027-01-01', reason: 'Never reached', ...more }];

describe('the audit of packages', () => {
  it('finds what is high or critical, once', () => {
    expect(found(cause('high', 'GHSA-a'), cause('critical', 'GHSA-b'), cause('high', 'GHSA-a'))).toHaveLength(2);
    expect(found(cause('moderate', 'GHSA-a'), cause('low', 'GHSA-b'))).toEqual([]);
    expect(judgeAdvisories(found(cause('high', 'GHSA-a')), [], '2026-11-28')).toEqual([
      'high: below: Prototype pollution (GHSA-a)',
    ]);
  });

  it('tells no answer from an answer without findings', () => {
    expect(readAdvisories('{"vulnerabilities":{}}')).toEqual([]);
    expect(readAdvisories('{"message":"405 Method Not Allowed","statusCode":405,"error":{}}')).toBeUndefined();
    expect(readAdvisories('npm error code ENOTFOUND')).toBeUndefined();
    expect(readAdvisories('')).toBeUndefined();
    expect(readAdvisories('null')).toBeUndefined();
  });

  it('puts up with what is listed, for a reason, until its day', () => {
    const advisories = found(cause('high', 'GHSA-a'));
    expect(judgeAdvisories(advisories, allow(), '2026-11-28')).toEqual([]);
    expect(judgeAdvisories(advisories, allow(), '2027-01-01')).toHaveLength(2);
    expect(judgeAdvisories(advisories, allow({ reason: ' ' }), '2026-11-28')).toHaveLength(1);
    expect(judgeAdvisories(advisories, allow({ until: undefined }), '2026-11-28').length).toBeGreaterThan(0);
    expect(judgeAdvisories([], allow(), '2026-11-28')).toEqual([expect.stringContaining('take it out')]);
  });
});
