import { toProblem } from './problem-filter.js';

describe('the problem document of an unexpected error', () => {
  it('names the request and claims nothing about what was carried out', () => {
    const problem = toProblem(new Error('Connection terminated unexpectedly'), 'req-7', 'en');
    expect(problem).toMatchObject({ status: 500, type: 'urn:millrace:problem:internal-error' });
    expect(problem.detail).toContain('request req-7');
    expect(problem.detail).toContain('not known');
    expect(problem.detail).not.toContain('terminated');
  });

  it('is 503 when the pool has no connection in time', () => {
    const problem = toProblem(new Error('timeout exceeded when trying to connect'), 'req-8', 'en');
    expect(problem).toMatchObject({ status: 503, type: 'urn:millrace:problem:database-busy' });
    expect(problem.detail).toContain('request req-8');
  });

  it('is not 503 after a commit, though the reason be the same', () => {
    const cause = new Error('timeout exceeded when trying to connect');
    expect(toProblem(new Error('not on the disk', { cause }), 'req-9', 'en').status).toBe(500);
  });
});
