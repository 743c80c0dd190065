import fc from 'fast-check';
import { can } from '../../src/organisation/access/can.js';
import { verbs, type DocumentFacts, type Verb } from '../../src/organisation/access/grant.js';
import { scopeCondition } from '../../src/organisation/access/scope-condition.js';
import {
  shareHolders,
  widestShare,
  type ShareHolderKind,
  type ShareLevel,
} from '../../src/organisation/access/shares.js';
import { publicActor, systemActor } from '../../src/organisation/directory/actors.js';
import { buildOrganisation } from '../../src/organisation/directory/build-organisation.js';
import type { Organisation } from '../../src/organisation/directory/organisation.js';
import { actorOf } from '../../src/organisation/directory/queries.js';
import { limitedTo } from '../../src/organisation/tokens/stream-limit.js';
import type { Actor } from '../../src/platform/context.js';
import { newId } from '../../src/platform/ids.js';
import { compileGrants } from '../../src/streams/access/compile-grants.js';
import { compileCondition } from '../../src/streams/access/compile-condition.js';
import { accessScopes, type AccessGrant } from '../../src/streams/definition/stream-definition.js';
import type { FieldDefinition } from '../../src/streams/definition/field-definition.js';
import { OrganisationApp } from './organisation-app.js';

let organisation: OrganisationApp;

beforeAll(async () => {
  organisation = await OrganisationApp.start({ empty: true });
});

afterAll(() => organisation?.stop());

const dayMs = 86_400_000;
const roleKeys = ['manager', 'head', 'clerk', 'lawyer', 'admin', 'public'];

const fields: FieldDefinition[] = [
  { key: 'company', name: 'Company', type: 'text' },
  { key: 'pages', name: 'Pages', type: 'integer' },
  { key: 'weight', name: 'Weight', type: 'number' },
  { key: 'amount', name: 'Amount', type: 'money' },
  { key: 'signedAt', name: 'Signed', type: 'date' },
  { key: 'urgent', name: 'Urgent', type: 'boolean' },
  { key: 'kind', name: 'Kind', type: 'choice', options: ['order', 'service'].map((key) => ({ key, name: key })) },
  { key: 'curator', name: 'Curator', type: 'person' },
  { key: 'total', name: 'Total', type: 'computed', expression: 'pages', result: 'money' },
];

const amounts = ['-1', '0', '0.1', '0.30', '2', '1000', '999999999999999.99', '1000000000000000.00'];
const days = ['1999-12-31', '2026-02-28', '2026-03-01', '9999-12-31'];
const companies = ['', 'Alfa', 'alfa', 'Ąžuolas', "O'Neil; --", '😀'];
const numbers = [-1, 0, 0.1, 0.3, 1 / 3, 2, 1000, 1e21];

/** A stored value of a field: of its type, missing, or left from before the field had this type. */
function stored<Value>(...values: readonly Value[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...values) },
    fc.constantFrom(undefined, undefined, 7, 'x', []),
  );
}

const money = amounts.flatMap((amount) => ['EUR', 'USD'].map((currency) => ({ amount, currency })));

function card(people: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record({
    company: stored(...companies),
    ...{ pages: stored(-3, 0, 2, 3), weight: stored(...numbers), amount: stored(...money), total: stored(...money) },
    ...{ signedAt: stored(...days), urgent: stored(true, false), kind: stored('order', 'service') },
    curator: stored(...people),
  });
}

const ordered = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const equal = fc.constantFrom('=', '!=');
const text = (value: string) => JSON.stringify(value);

function comparisons(people: readonly string[]): fc.Arbitrary<string> {
  const number = fc.constantFrom('pages', 'weight', 'card.amount.amount', 'total.amount');
  const fixed = fc.constantFrom(...amounts, ...numbers.map(String).filter((shown) => !shown.includes('e')));
  const range = fc.tuple(fixed, fixed).map((ends) => ends.sort((a, b) => Number(a) - Number(b)));
  const day = fc.constantFrom(...days).map((value) => `date("${value}")`);
  const named = fc.constantFrom('company', 'kind', 'curator', 'amount.currency', 'document.status');
  const person = fc.constantFrom('curator', 'document.author.id', 'document.responsible.id');
  return fc.oneof(
    fc.tuple(number, ordered, fc.oneof(fixed, number)).map((parts) => parts.join(' ')),
    fc.tuple(number, range).map(([path, [from, to]]) => `${path} between ${from} and ${to}`),
    fc
      .tuple(number, range, fc.constantFrom('[', '('))
      .map(([path, [from, to], open]) => `${path} in ${open}${from}..${to}]`),
    fc.tuple(number, fc.array(fixed, { maxLength: 3 })).map(([path, list]) => `${path} in [${list.join(', ')}]`),
    fc.tuple(fc.constant('signedAt'), ordered, day).map((parts) => parts.join(' ')),
    fc.tuple(fc.constant('company'), equal, fc.constantFrom(...companies)).map(([a, is, b]) => `${a} ${is} ${text(b)}`),
    fc.tuple(fc.constant('kind'), fc.constantFrom('"order"', '"order", "service"')).map(([a, b]) => `${a} in (${b})`),
    fc.tuple(named, equal).map(([a, is]) => `${a} ${is} null`),
    fc.tuple(person, equal, fc.constantFrom('user.id', ...people.map(text))).map((parts) => parts.join(' ')),
    fc.constantFrom('urgent', 'urgent = true', 'urgent != null', 'status = "new"', 'amount.currency = "EUR"', 'false'),
  );
}

/** Conditions of access, nested. */
function conditions(people: readonly string[]): fc.Arbitrary<string> {
  return fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      comparisons(people),
      tie('condition').map((part) => `not(${part})`),
      fc
        .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
        .map(([a, is, b]) => `(${a}) ${is} (${b})`),
    ),
  })).condition;
}

/** A person, a unit and so on by its place in a list, or none. */
const place = fc.option(fc.nat(100), { nil: null });
const at = <Value>(list: readonly Value[], index: number | null) =>
  index === null ? null : (list[index % list.length] ?? null);

const people = Array.from({ length: 7 }, () => newId());
const units = Array.from({ length: 6 }, () => newId());
const groups = Array.from({ length: 3 }, () => newId());

/** An organisation: a tree of units with heads, posts that people hold, groups, and roles of their own. */
const organisations = fc
  .record({
    roles: fc.array(fc.subarray(roleKeys, { maxLength: 2 }), { minLength: people.length, maxLength: people.length }),
    parents: fc.array(place, { minLength: units.length, maxLength: units.length }),
    heads: fc.array(place, { minLength: units.length, maxLength: units.length }),
    posts: fc.array(fc.record({ unit: fc.nat(100), holders: fc.array(fc.nat(100), { maxLength: 2 }) }), {
      maxLength: 5,
    }),
    members: fc.array(fc.subarray(people, { maxLength: 4 }), { minLength: groups.length, maxLength: groups.length }),
  })
  .map(({ roles, parents, heads, posts, members }) => {
    const rows = {
      persons: people.map((id, index) => ({
        ...{ id, login: `person${index}`, name: `Person ${index}`, email: null, language: 'en', active: true },
        roles: roles[index] ?? [],
      })),
      units: units.map((id, index) => ({
        ...{ id, key: `unit${index}`, name: `Unit ${index}`, calendarKey: null },
        // Only upwards: a tree.
        parentId: index === 0 ? null : at(units.slice(0, index), parents[index] ?? null),
        headId: at(people, heads[index] ?? null),
      })),
      posts: posts.map(({ unit, holders }, index) => ({
        ...{ id: newId(), key: roleKeys[index % 4] ?? '', name: 'Post', unitId: at(units, unit) ?? '' },
        holderIds: holders.map((holder) => at(people, holder) ?? ''),
      })),
      groups: groups.map((id, index) => ({
        ...{ id, key: `group${index}`, name: `Group ${index}`, memberIds: members[index] ?? [] },
        roles: index === 0 ? ['lawyer'] : [],
      })),
      ...{ substitutions: [], calendars: [] },
    };
    return buildOrganisation(rows, 1).organisation;
  });

const rules: fc.Arbitrary<AccessGrant[]> = fc.array(
  fc.record(
    {
      role: fc.constantFrom(...roleKeys),
      verbs: fc.subarray([...verbs], { minLength: 1 }),
      scope: fc.constantFrom(...accessScopes),
      when: conditions(people),
      confidential: fc.boolean(),
    },
    { requiredKeys: ['role', 'verbs', 'scope'] },
  ),
  { maxLength: 6 },
);

interface Opened {
  /** A person, a unit or a group. */
  readonly holder: string;
  readonly level: ShareLevel;
  /** Days from now. */
  readonly ends: number | null;
}

interface Drawn extends DocumentFacts {
  readonly shares: readonly Opened[];
  readonly participants: readonly string[];
}

type Made = Drawn & { readonly id: string };

function identified(document: Drawn): Made {
  return { id: newId(), ...document };
}

const documents: fc.Arbitrary<Drawn[]> = fc.array(
  fc
    .record({
      author: fc.nat(100),
      responsible: place,
      unit: place,
      confidential: fc.boolean(),
      status: fc.constantFrom('new', 'done'),
      fields: card(people),
      shares: fc.uniqueArray(
        fc.record({
          holder: fc.constantFrom(...people, ...units, ...groups),
          level: fc.constantFrom<ShareLevel>('read', 'edit'),
          ends: fc.constantFrom(null, -1, 1),
        }),
        { selector: ({ holder }) => holder, maxLength: 3 },
      ),
      // Participants of the run and, while they act for somebody, substitutes.
      participants: fc.uniqueArray(fc.constantFrom(...people), { maxLength: 1 }),
    })
    .map(({ author, responsible, unit, ...same }) => ({
      ...{ ...same, authorId: at(people, author) ?? '' },
      ...{ responsibleId: at(people, responsible), unitId: at(units, unit) },
    })),
  { minLength: 20, maxLength: 30 },
);

async function store(stream: string, made: readonly Made[]): Promise<void> {
  await organisation.unitOfWork.run(systemActor, async ({ tx, now }) => {
    const until = (ends: number | null) => (ends === null ? null : new Date(now.getTime() + ends * dayMs));
    await tx.query(
      `INSERT INTO document (id, stream, number, title, status, author_id, responsible_id, unit_id, confidential, fields, search,
         created_at, updated_at)
       SELECT x.id, $2, x.id::text, 't', x.status, x."authorId", x."responsibleId", x."unitId", x.confidential, x.fields, '',
         now(), now()
       FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, status text, "authorId" uuid, "responsibleId" uuid, "unitId" uuid,
         confidential boolean, fields jsonb)`,
      [JSON.stringify(made), stream],
    );
    for (const { id, shares, participants } of made) {
      for (const { holder, level, ends } of shares)
        await tx.query(
          `INSERT INTO document_share (id, document_id, holder_id, holder_kind, level, ends_at, created_at, created_by)
           VALUES ($1, $2, $3, $4, $5, $6, now(), $3)`,
          [newId(), id, holder, kindOf(holder), level, until(ends)],
        );
      for (const person of participants)
        await tx.query(`INSERT INTO document_access (document_id, person_id, reason) VALUES ($1, $2, 'substitution')`, [
          ...[id, person],
        ]);
    }
  });
}

function kindOf(holder: string): ShareHolderKind {
  return people.includes(holder) ? 'person' : units.includes(holder) ? 'unit' : 'group';
}

function openedTo({ shares, participants }: Drawn, actor: Actor) {
  const holders = shareHolders(actor);
  const mine = shares.filter(({ holder, ends }) => holders.includes(holder) && (ends === null || ends > 0));
  return { participant: participants.includes(actor.id), share: widestShare(mine.map(({ level }) => level)) };
}

/** Everybody, as themselves and by a token for the stream asked about or for another one; and those who are nobody. */
function askers(org: Organisation, stream: string): Actor[] {
  const actors = people.map((id) => actorOf(org, id));
  const tokens = actors.slice(0, 3).map((actor, at) => limitedTo(actor, [at === 0 ? 'elsewhere' : stream]));
  return [...actors, ...tokens, publicActor, systemActor];
}

describe('access', () => {
  it('is the same in SQL as in the decision, for every person, document, verb and set of rules', async () => {
    let asked = 0;
    let decided = { allowed: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(organisations, rules, documents, async (org, access, drawn) => {
        const stream = `papers-${(asked += 1)}`;
        const made = drawn.map(identified);
        const grants = compileGrants({ access, fields });
        await store(stream, made);
        for (const actor of askers(org, stream)) {
          const parameters: unknown[] = [stream];
          const scopes = verbs.map((verb) => {
            const condition = scopeCondition(actor, verb, { stream, grants }, parameters);
            return `SELECT '${verb}' AS verb, d.id FROM document d WHERE d.stream = $1 AND ${condition}`;
          });
          const rows = await organisation.unitOfWork.read<{ verb: Verb; id: string }>(
            scopes.join(' UNION ALL '),
            parameters,
          );
          for (const verb of verbs) {
            const found = rows.filter((row) => row.verb === verb).map(({ id }) => id);
            const allowed = made.filter(
              (document) => can(actor, verb, { stream, grants, document, opened: openedTo(document, actor) }).allowed,
            );
            decided = {
              allowed: decided.allowed + allowed.length,
              refused: decided.refused + made.length - allowed.length,
            };
            expect(found.sort()).toEqual(allowed.map(({ id }) => id).sort());
          }
        }
      }),
      { numRuns: 60, seed: 20260305, endOnFailure: true },
    );
    // Neither side says the same of everything.
    expect(Math.min(decided.allowed, decided.refused)).toBeGreaterThan(3_000);
  }, 60_000);

  it('reads every condition in SQL as FEEL does', async () => {
    const [me = ''] = people;
    const org = buildOrganisation(
      {
        persons: [{ id: me, login: 'me', name: 'Me', email: null, language: 'en', active: true, roles: [] }],
        ...{ units: [], posts: [], substitutions: [], calendars: [] },
      },
      1,
    ).organisation;
    const actor = actorOf(org, me);
    const made = fc.sample(documents, { numRuns: 6, seed: 7 }).flatMap((drawn) => drawn.map(identified));
    await store('conditions', made);
    let held = 0;
    await fc.assert(
      fc.asyncProperty(conditions(people), async (source) => {
        const compiled = compileCondition(source, fields);
        if ('problem' in compiled) throw new Error(`${source}: ${compiled.problem}`);
        const parameters: unknown[] = [];
        const condition = compiled.condition.sql(actor, (value) => `$${parameters.push(value)}`);
        const found = await organisation.unitOfWork.read<{ id: string }>(
          `SELECT d.id FROM document d WHERE d.stream = 'conditions' AND ${condition} ORDER BY d.id`,
          parameters,
        );
        const holding = made.filter((document) => compiled.condition.holds(actor, document)).map(({ id }) => id);
        held += holding.length > 0 && holding.length < made.length ? 1 : 0;
        expect(found.map(({ id }) => id)).toEqual(holding.sort());
      }),
      { numRuns: 300, seed: 20260305, endOnFailure: true },
    );
    expect(held).toBeGreaterThan(80);
  }, 60_000);
});
