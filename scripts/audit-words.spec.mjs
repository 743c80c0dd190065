import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from './support/places.mjs';

const texts = JSON.parse(readFileSync(join(root, 'web/src/features/audit/texts/en.json'), 'utf8'));
const worded = Object.entries(texts.verbs).flatMap(([kind, verbs]) =>
  Object.keys(verbs).map((verb) => `${kind}.${verb}`),
);

/** Files that write into the audit log or into a history, which goes into it. */
const writers = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.includes('.spec.') && !path.includes('migrations'))
  .map((path) => ({ path, source: readFileSync(join(root, 'src', path), 'utf8') }))
  .filter(({ source }) => /writeHistory|AuditLog|HistoryEvent|HistoryEntry|audit_entry|\bverb: '/.test(source));

/** Names of the same form that mean something else: jobs and files. */
const others =
  /^((list|variables)\..*|organisation\.(password-reset|sweep-.*)|audit\.xlsx|autoprocessing\.(acknowledge|run))$/;

/** Verbs that are put together, by what is before the dot or after it, with all that they can become. */
const putTogether = {
  'assignment.${what}': ['assignment.skipped', 'assignment.failed', 'assignment.started', 'assignment.suspended'],
  'assignment.${move}': ['assignment.claim', 'assignment.release', 'assignment.delegate', 'assignment.forward'],
  'extension.${what}': ['extension.asked', 'extension.denied', 'extension.granted'],
  'route.${run.status}': ['route.finished', 'route.cancelled', 'route.failed'],
  'substitution.${what}': ['substitution.added', 'substitution.changed', 'substitution.removed'],
  '${kind}.published': ['stream.published', 'template.published', 'report.published'],
};

describe('the verbs of the audit log', () => {
  it('have words, each that the server writes', () => {
    const kinds = new Set(worded.map((verb) => verb.split('.')[0]));
    const written = writers.flatMap(({ source }) => source.match(/'[a-z][a-z-]*\.[a-z][a-z-]+'/g) ?? []);
    const verbs = [...new Set(written.map((literal) => literal.slice(1, -1)))].filter(
      (verb) => kinds.has(verb.split('.')[0]) && !others.test(verb),
    );
    expect(verbs.length).toBeGreaterThan(80);
    expect(verbs.filter((verb) => !worded.includes(verb))).toEqual([]);
    const unknownKinds = writers.flatMap(({ source }) => source.match(/verb: '[a-z.-]+'/g) ?? []);
    expect(unknownKinds.map((found) => found.slice(7, -1)).filter((verb) => !worded.includes(verb))).toEqual([]);
  });

  it('are of kinds that have words', () => {
    expect(Object.keys(texts.verbs).filter((kind) => texts.kinds[kind] === undefined)).toEqual([]);
  });

  it('have words also where they are put together', () => {
    const found = writers.flatMap(
      ({ source }) => source.match(/`(?:[a-z-]+\.\$\{[\w.]+\}|\$\{kind\}\.[a-z]+)`/g) ?? [],
    );
    const templates = [...new Set(found.map((literal) => literal.slice(1, -1)))].filter((verb) => !others.test(verb));
    expect(templates.sort()).toEqual(Object.keys(putTogether).sort());
    expect(
      Object.values(putTogether)
        .flat()
        .filter((verb) => !worded.includes(verb)),
    ).toEqual([]);
  });
});
