import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from './support/places.mjs';

const text = readFileSync(join(root, 'docs/security.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => /^\| \d+\.\d+\.\d+ /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, number, level, asked, state, how, shown]) => ({ number, level, asked, state, how, shown }));

/** So many requirements OWASP ASVS 5.0.0 has of each level. */
const levels = { 1: 70, 2: 183 };

describe('the table of security', () => {
  it('names tests that there are', () => {
    const named = [...text.matchAll(/`([\w./-]+\.spec\.[a-z]+)`/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('goes through every requirement of both levels once', () => {
    expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    for (const [level, count] of Object.entries(levels)) {
      expect([level, rows.filter((row) => row.level === level).length]).toEqual([level, count]);
    }
  });

  it('says of each how it stands, and of what is missing what', () => {
    for (const { number, state, how } of rows) {
      expect([number, state]).toEqual([number, expect.stringMatching(/^(met|partly|n\/a|\*\*not met\*\*)$/)]);
      expect([number, how.length > 2]).toEqual([number, true]);
    }
  });

  it('lists everything that is not met at its head', () => {
    const head = text.slice(0, text.indexOf('## What the standard wants'));
    for (const { number } of rows.filter(({ state }) => state.includes('not met'))) expect(head).toContain(number);
  });
});
