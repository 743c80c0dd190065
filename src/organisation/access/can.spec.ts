import type { Actor } from '../../platform/context.js';
import { publicActor, systemActor } from '../directory/actors.js';
import { can, type DocumentFacts } from './can.js';
import { scopes, verbs, type Grant, type Scope, type Verb } from './grant.js';
import { scopeCondition } from './scope-condition.js';

const me: Actor = {
  id: 'me',
  kind: 'person',
  login: 'me',
  name: 'Anna',
  language: 'en',
  roles: ['manager', 'head'],
  unitIds: ['sales'],
  headedUnitIds: ['trade', 'sales', 'export'],
};

const documents: Record<string, DocumentFacts> = {
  mine: { authorId: 'other', responsibleId: 'me', unitId: null },
  written: { authorId: 'me', responsibleId: null, unitId: 'finance' },
  'of my unit': { authorId: 'other', responsibleId: 'other', unitId: 'sales' },
  'of a unit below the one I head': { authorId: 'other', responsibleId: null, unitId: 'export' },
  'of another unit': { authorId: 'other', responsibleId: 'other', unitId: 'finance' },
  'of no unit': { authorId: 'other', responsibleId: null, unitId: null },
};

/** Which of the documents above each level reaches. */
const reached: Record<Scope, string[]> = {
  own: ['mine', 'written'],
  unit: ['mine', 'written', 'of my unit'],
  department: ['mine', 'written', 'of my unit', 'of a unit below the one I head'],
  company: Object.keys(documents),
};

const cases = scopes.flatMap((scope) =>
  verbs.flatMap((verb) => Object.keys(documents).map((name): [Scope, Verb, string] => [scope, verb, name])),
);

describe('can', () => {
  test.each(cases)('with the level %s, %s a document %s', (scope, verb, name) => {
    const grants: Grant[] = [{ role: 'manager', verbs: [verb], scope }];
    const decision = can(me, verb, { grants, document: documents[name] });
    expect(decision.allowed).toBe(reached[scope].includes(name));
    expect(decision.because).toMatch(/^The role "manager" may .+\.$/);
    for (const other of verbs.filter((candidate) => candidate !== verb)) {
      expect(can(me, other, { grants, document: documents[name] }).allowed).toBe(false);
    }
  });

  it('takes the widest of several roles', () => {
    const grants: Grant[] = [
      { role: 'manager', verbs: ['read'], scope: 'own' },
      { role: 'head', verbs: ['read'], scope: 'company' },
      { role: 'manager', verbs: ['read'], scope: 'unit' },
    ];
    const decision = can(me, 'read', { grants, document: documents['of another unit'] });
    expect(decision).toEqual({
      allowed: true,
      because: 'The role "head" may read documents of the whole company, and it belongs to the company.',
    });
  });

  it('says what is missing', () => {
    const grants: Grant[] = [{ role: 'manager', verbs: ['read'], scope: 'own' }];
    expect(can(me, 'read', { grants, document: documents['of my unit'] }).because).toBe(
      'The role "manager" may read documents only of one\'s own; Anna is neither responsible for it nor its author.',
    );
    expect(can(me, 'delete', { grants }).because).toBe(
      'No role of Anna (manager, head) may delete documents of this stream.',
    );
  });

  it('lets a document that was opened by name be read, and nothing more', () => {
    const facts = { grants: [], document: documents['of another unit'], readers: 'granted' as const };
    expect(can(me, 'read', facts).allowed).toBe(true);
    for (const verb of verbs.filter((other) => other !== 'read')) expect(can(me, verb, facts).allowed).toBe(false);
  });

  it('lets the system and administrators do everything', () => {
    for (const verb of verbs) {
      expect(can(systemActor, verb, { grants: [], document: documents['of no unit'] }).allowed).toBe(true);
      expect(can({ ...me, roles: ['admin'] }, verb, { grants: [], document: documents['of no unit'] }).allowed).toBe(
        true,
      );
    }
  });

  it('lets the public register where the stream says so, whatever else it says', () => {
    const grants: Grant[] = [{ role: 'public', verbs: [...verbs], scope: 'company' }];
    expect(verbs.filter((verb) => can(publicActor, verb, { grants }).allowed)).toEqual(['register']);
    expect(can(publicActor, 'register', { grants: [] }).allowed).toBe(false);
    expect(scopeCondition(publicActor, 'read', grants, [])).toBe('false');
  });
});

describe('scopeCondition', () => {
  it('numbers its values after those that are there', () => {
    const parameters: unknown[] = ['something', 'else'];
    const sql = scopeCondition(me, 'read', [{ role: 'manager', verbs: ['read'], scope: 'unit' }], parameters);
    expect(parameters).toEqual(['something', 'else', 'me', ['sales']]);
    expect(sql).toContain('d.responsible_id = $3::uuid');
    expect(sql).toContain('d.unit_id = ANY($4::uuid[])');
  });

  it('needs no values where everything or nothing is reached', () => {
    const parameters: unknown[] = [];
    expect(scopeCondition(systemActor, 'read', [], parameters)).toBe('true');
    expect(scopeCondition(me, 'edit', [], parameters)).toBe('false');
    expect(scopeCondition(me, 'read', [{ role: 'head', verbs: ['read'], scope: 'company' }], parameters)).toBe('true');
    expect(parameters).toEqual([]);
  });
});
