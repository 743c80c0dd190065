import type pg from 'pg';
import type { AccessGrant } from '../../src/streams/definition/stream-definition.js';
import { industries } from './clients.js';

/** How large the organisation is that access is measured in. */
export interface OrganisationSize {
  readonly people: number;
  readonly units: number;
  readonly rules: number;
}

const roleOf = (index: number): string => `bench-${index}`;

/** The role whose holder has only documents of their own. */
export const ownRole = 'bench-own';

/** Rules for as many roles, of every level, most of them with a condition over the card. */
export function manyRules(count: number): AccessGrant[] {
  const scopes = ['own', 'unit', 'department', 'unit'] as const;
  const rules = Array.from({ length: count - 1 }, (_, index): AccessGrant => {
    const industry = industries[index % industries.length] ?? '';
    const when = [`industry = "${industry}"`, `status != "inactive" and size in ("10-49", "250+")`][index % 3];
    const scope = scopes[index % scopes.length] ?? 'own';
    return { role: roleOf(index), verbs: ['read'], scope, ...(when === undefined ? {} : { when }) };
  });
  return [...rules, { role: ownRole, verbs: ['read'], scope: 'own' }];
}

/**
 * Adds people, a tree of units with heads and posts, and roles; gives some clients to the units and to the people. The
 * password of all is that of the demo. `bench-low` has documents of their own alone, `bench-mid` a twentieth of the rules.
 */
export async function addLargeOrganisation(client: pg.Client, { people, units, rules }: OrganisationSize): Promise<void> {
  await client.query(
    `INSERT INTO person (id, login, name, password_hash)
     SELECT gen_random_uuid(), CASE k WHEN 1 THEN 'bench-low' WHEN 2 THEN 'bench-mid' ELSE 'bench' || k END, 'Person ' || k,
       (SELECT password_hash FROM person WHERE login = 'manager')
     FROM generate_series(1, $1::int) AS k`,
    [people],
  );
  await client.query(`CREATE TEMPORARY TABLE bench_person AS
    SELECT id, row_number() OVER (ORDER BY login <> 'bench-low', login <> 'bench-mid', id) AS k FROM person
    WHERE login LIKE 'bench%'`);
  // A unit stands below the one whose place is a fifth of its own: five levels for five hundred units.
  await client.query(`CREATE TEMPORARY TABLE bench_unit AS SELECT gen_random_uuid() AS id, k FROM generate_series(1, ${units}) AS k`);
  await client.query(
    `INSERT INTO unit (id, key, name, parent_id, head_id)
     SELECT u.id, 'bench-' || u.k, to_jsonb('Unit ' || u.k), above.id, head.id
     FROM bench_unit u LEFT JOIN bench_unit above ON above.k = u.k / 5 AND u.k >= 5
       LEFT JOIN bench_person head ON head.k = u.k + 10 ORDER BY u.k`,
  );
  await client.query(
    `INSERT INTO post (id, key, name, unit_id) SELECT u.id, 'bench-post-' || u.k, to_jsonb('Post ' || u.k), u.id FROM bench_unit u`,
  );
  await client.query(
    `INSERT INTO post_holder (post_id, person_id) SELECT u.id, p.id FROM bench_person p JOIN bench_unit u ON u.k = 1 + p.k % $1::int
     WHERE p.k <> 1`,
    [units],
  );
  await client.query(
    `INSERT INTO role (key, name) SELECT key, to_jsonb(key) FROM unnest($1::text[]) AS key`,
    [[ownRole, ...Array.from({ length: rules - 1 }, (_, index) => roleOf(index))]],
  );
  await client.query(
    `INSERT INTO person_role (person_id, role_key) SELECT p.id, $1 FROM bench_person p WHERE p.k <> 2
     UNION SELECT p.id, 'bench-' || (20 * n + p.k) % ($2::int - 1) FROM bench_person p, generate_series(1, 2) AS n WHERE p.k > 2
     UNION SELECT p.id, 'bench-' || n FROM bench_person p, generate_series(1, $2::int / 20) AS n WHERE p.k = 2`,
    [ownRole, rules],
  );
  await client.query(
    `UPDATE document d SET responsible_id = p.id, unit_id = u.id
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS k FROM document WHERE stream = 'clients') c
       JOIN bench_person p ON p.k = 1 + c.k / 15 % $1::int JOIN bench_unit u ON u.k = 1 + c.k % $2::int
     WHERE d.id = c.id AND c.k % 15 = 0`,
    [people, units],
  );
  await client.query('ANALYZE document');
}
