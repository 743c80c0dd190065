import type { Actor } from '../../platform/context.js';
import { tell } from '../../platform/words/tell.js';
import { publicActor, systemActor } from '../directory/actors.js';
import { can } from './can.js';
import {
  grantsFor,
  scopes,
  verbs,
  type DocumentFacts,
  type Grant,
  type GrantCondition,
  type Scope,
  type Verb,
} from './grant.js';
import { scopeCondition as conditionOf } from './scope-condition.js';
import type { ShareLevel } from './shares.js';

const me: Actor = {
  id: 'me',
  kind: 'person',
  login: 'me',
  name: 'Anna',
  language: 'en',
  roles: ['manager', 'head'],
  unitIds: ['sales'],
  headedUnitIds: ['trade', 'sales', 'export'],
  withinUnitIds: ['sales', 'trade'],
  groupIds: ['board'],
  colleagueIds: ['me', 'colleague'],
};

/** Whose shares are hers: her own, those of her unit and of the ones above, those of her groups. */
const holders = ['me', 'sales', 'trade', 'board'];

function scopeCondition(actor: Actor, verb: Verb, grants: readonly Grant[], parameters: unknown[]): string {
  return conditionOf(actor, verb, { stream: 'papers', grants }, parameters);
}

const rest = { confidential: false, status: 'new', fields: {} };
const documents = {
  mine: { authorId: 'other', responsibleId: 'me', unitId: null, ...rest },
  written: { authorId: 'me', responsibleId: null, unitId: 'finance', ...rest },
  'of my unit': { authorId: 'other', responsibleId: 'other', unitId: 'sales', ...rest },
  'of a unit below the one I head': { authorId: 'other', responsibleId: null, unitId: 'export', ...rest },
  'of another unit': { authorId: 'other', responsibleId: 'other', unitId: 'finance', ...rest },
  'of no unit': { authorId: 'other', responsibleId: null, unitId: null, ...rest },
} satisfies Record<string, DocumentFacts>;
type Name = keyof typeof documents;
const names = Object.keys(documents) as Name[];

const urgent: GrantCondition = {
  source: 'urgent',
  holds: (_, { fields }) => fields.urgent === true,
  sql: (_, bind) => `(d.fields->${bind('urgent')} = 'true')`,
};

/** Which of the documents above each level reaches. */
const reached: Record<Scope, Name[]> = {
  own: ['mine', 'written'],
  group: ['mine', 'written'],
  unit: ['mine', 'written', 'of my unit'],
  department: ['mine', 'written', 'of my unit', 'of a unit below the one I head'],
  company: names,
};

const cases = scopes.flatMap((scope) =>
  verbs.flatMap((verb) => names.map((name): [Scope, Verb, Name] => [scope, verb, name])),
);

describe('can', () => {
  test.each(cases)('with the level %s, %s a document %s', (scope, verb, name) => {
    const grants: Grant[] = [{ role: 'manager', verbs: [verb], scope }];
    const decision = can(me, verb, { grants, document: documents[name] });
    expect(decision.allowed).toBe(reached[scope].includes(name));
    expect(tell('en', decision.because)).toMatch(/^The role "manager" may .+\.$/);
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
    expect(decision).toMatchObject({
      allowed: true,
      basis: { kind: 'grant', grant: grants[1] },
    });
    expect(tell('en', decision.because)).toBe(
      'The role "head" may read documents of the whole company, and it belongs to the company.',
    );
  });

  it('says what is missing', () => {
    const grants: Grant[] = [{ role: 'manager', verbs: ['read'], scope: 'own' }];
    expect(tell('en', can(me, 'read', { grants, document: documents['of my unit'] }).because)).toBe(
      'The role "manager" may read documents only of one\'s own; Anna is neither responsible for it nor its author.',
    );
    expect(tell('en', can(me, 'delete', { grants }).because)).toBe(
      'No role of Anna (manager, head) may delete documents of this stream.',
    );
  });

  it('lets a document that was opened by name be read, and nothing more', () => {
    const opened = { participant: true, share: null };
    const facts = { grants: [], document: documents['of another unit'], opened };
    expect(can(me, 'read', facts).allowed).toBe(true);
    for (const verb of verbs.filter((other) => other !== 'read')) expect(can(me, verb, facts).allowed).toBe(false);
  });

  test.each<[ShareLevel, Verb[]]>([
    ['read', ['read']],
    ['edit', ['read', 'edit', 'links']],
  ])('lets a document that was shared to %s be handled so, confidential or not', (share, may) => {
    for (const confidential of [false, true]) {
      const document = { ...documents['of another unit'], confidential };
      const facts = { grants: [], document, opened: { participant: false, share } };
      expect(verbs.filter((verb) => can(me, verb, facts).allowed)).toEqual(may);
      expect(can(me, 'read', facts).basis).toEqual({ kind: 'share' });
    }
  });

  it('lets the level of a group reach what its people wrote or answer for, and nothing of a unit', () => {
    const grants: Grant[] = [{ role: 'manager', verbs: ['read'], scope: 'group' }];
    const of = (facts: Partial<DocumentFacts>) =>
      can(me, 'read', { grants, document: { ...documents['of my unit'], responsibleId: null, ...facts } });
    expect(of({ authorId: 'colleague' }).allowed).toBe(true);
    expect(of({ responsibleId: 'colleague' }).allowed).toBe(true);
    expect(of({ authorId: 'me' }).allowed).toBe(true);
    expect(of({}).allowed).toBe(false);
    expect(of({ authorId: 'colleague', confidential: true }).allowed).toBe(false);
    expect(tell('en', of({ authorId: 'colleague' }).because)).toBe(
      'The role "manager" may read documents of the people of one\'s own groups, and somebody of a group of Anna is its author.',
    );
    expect(tell('en', of({}).because)).toMatch(/nor is anybody of a group of Anna\.$/);
  });

  it('holds one level in another only where it gives all of it', () => {
    const reading = (scope: Scope): Grant => ({ role: 'manager', verbs: ['read'], scope });
    const left = (...levels: Scope[]) => grantsFor(['manager'], 'read', levels.map(reading)).map(({ scope }) => scope);
    expect(left('own', 'group', 'unit', 'department')).toEqual(['department', 'group']);
    expect(left('own', 'group', 'unit', 'department', 'company')).toEqual(['company']);
  });

  it('gives a token for some streams nothing elsewhere, nor the rest of what an administrator may', () => {
    const limited = { ...me, roles: [], limit: { streams: ['papers'], everything: true } };
    const document = documents['of another unit'];
    expect(can(limited, 'delete', { stream: 'papers', grants: [], document }).allowed).toBe(true);
    const opened = { participant: true, share: 'edit' as const };
    expect(can(limited, 'read', { stream: 'deeds', grants: [], document, opened })).toMatchObject({
      allowed: false,
      basis: { kind: 'token' },
    });
  });

  it("keeps levels from confidential documents, and leaves one one's own", () => {
    const seen = (grants: Grant[]) =>
      names.filter((name) => can(me, 'read', { grants, document: { ...documents[name], confidential: true } }).allowed);
    const grant: Grant = { role: 'manager', verbs: ['read'], scope: 'company' };
    expect(seen([grant])).toEqual(['mine', 'written']);
    expect(seen([grant, { ...grant, scope: 'unit', confidential: true }])).toEqual(['mine', 'written', 'of my unit']);
    expect(seen([{ ...grant, confidential: true }])).toEqual(names);
    const document = { ...documents['of my unit'], confidential: true };
    expect(tell('en', can(me, 'read', { grants: [grant], document }).because)).toMatch(/it is confidential/);
    expect(can({ ...me, roles: ['admin'] }, 'read', { grants: [], document }).allowed).toBe(true);
  });

  it('asks for the condition of each grant by itself', () => {
    const grants: Grant[] = [
      { role: 'manager', verbs: ['read'], scope: 'company', when: urgent },
      { role: 'manager', verbs: ['read'], scope: 'unit' },
    ];
    const document = documents['of another unit'];
    expect(can(me, 'read', { grants, document: { ...document, fields: { urgent: true } } }).allowed).toBe(true);
    expect(tell('en', can(me, 'read', { grants, document }).because)).toBe(
      'The role "manager" may read documents only of the whole company when urgent; that condition does not hold.',
    );
    expect(can(me, 'read', { grants, document: documents['of my unit'] }).allowed).toBe(true);
    expect(can(me, 'read', { grants }).allowed).toBe(true);
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
    expect(parameters).toEqual(['something', 'else', 'me', ['sales'], holders]);
    expect(sql).toContain('d.responsible_id = $3::uuid');
    expect(sql).toContain('d.unit_id = ANY($4::uuid[])');
  });

  it('needs no values where everything or nothing is reached', () => {
    const parameters: unknown[] = [];
    expect(scopeCondition(systemActor, 'read', [], parameters)).toBe('true');
    expect(scopeCondition(me, 'delete', [], parameters)).toBe('false');
    const all: Grant = { role: 'head', verbs: ['read'], scope: 'company', confidential: true };
    expect(scopeCondition(me, 'read', [all, { ...all, scope: 'own' }], parameters)).toBe('true');
    expect(parameters).toEqual([]);
  });

  it('has a value that several conditions ask for but once', () => {
    const parameters: unknown[] = [];
    const grants: Grant[] = [{ role: 'manager', verbs: ['read'], scope: 'company', when: urgent }];
    const first = scopeCondition(me, 'read', grants, parameters);
    expect(first).toContain("(NOT d.confidential AND (d.fields->$2 = 'true'))");
    expect(scopeCondition(me, 'read', grants, parameters)).toBe(first);
    expect(parameters).toEqual(['me', 'urgent', holders]);
  });

  it('gives no value to a condition that another rule makes idle', () => {
    const parameters: unknown[] = [];
    const own: Grant = { role: 'manager', verbs: ['read'], scope: 'own' };
    expect(scopeCondition(me, 'read', [{ ...own, when: urgent }, own], parameters)).not.toContain('fields');
    expect(parameters).toEqual(['me', holders]);
  });
});
