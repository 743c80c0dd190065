import fc from 'fast-check';
import { can } from '../../src/organisation/access/can.js';
import { scopes, verbs, type Grant } from '../../src/organisation/access/grant.js';
import { scopeCondition } from '../../src/organisation/access/scope-condition.js';
import { publicActor, systemActor } from '../../src/organisation/directory/actors.js';
import { actorOf } from '../../src/organisation/directory/queries.js';
import { newId } from '../../src/platform/ids.js';
import { OrganisationApp } from './organisation-app.js';

let organisation: OrganisationApp;

beforeAll(async () => {
  organisation = await OrganisationApp.start();
});

afterAll(() => organisation?.stop());

describe('access', () => {
  it('is the same in SQL as in the decision, for every document, person, verb and set of grants', async () => {
    const { directory, unitOfWork } = organisation;
    const org = directory.snapshot();
    const people = [...org.persons.keys(), publicActor.id];
    const units = [null, ...org.units.keys()];
    const rows = Array.from({ length: 150 }, (_, index) => ({
      id: newId(),
      author: people[index % people.length] ?? '',
      responsible: index % 4 === 0 ? null : (people[(index * 7) % people.length] ?? null),
      unit: units[(index * 5) % units.length] ?? null,
      reader: index % 6 === 0 ? (people[(index * 3) % people.length] ?? null) : null,
    }));
    await unitOfWork.run(systemActor, async ({ tx }) => {
      for (const { id, author, responsible, unit, reader } of rows) {
        await tx.query(
          `INSERT INTO document (id, stream, number, title, status, author_id, responsible_id, unit_id, fields, search, created_at, updated_at)
           VALUES ($1::uuid, 'papers', $1::uuid::text, 't', 'new', $2, $3, $4, '{}', '', now(), now())`,
          [id, author, responsible, unit],
        );
        if (reader === null) continue;
        await tx.query(`INSERT INTO document_access (document_id, person_id, reason) VALUES ($1, $2, 'shown')`, [
          id,
          reader,
        ]);
      }
    });
    const roleKeys = ['manager', 'head', 'clerk', 'ceo', 'admin', 'public', 'nobody'];
    const grant: fc.Arbitrary<Grant> = fc.record({
      role: fc.constantFrom(...roleKeys),
      verbs: fc.subarray([...verbs]),
      scope: fc.constantFrom(...scopes),
    });
    const actorId = fc.constantFrom(...people, systemActor.id);
    await fc.assert(
      fc.asyncProperty(
        actorId,
        fc.constantFrom(...verbs),
        fc.array(grant, { maxLength: 5 }),
        async (id, verb, grants) => {
          const actor = actorOf(org, id);
          const parameters: unknown[] = ['papers'];
          const condition = scopeCondition(actor, verb, grants, parameters);
          const found = await unitOfWork.read<{ id: string }>(
            `SELECT d.id FROM document d WHERE d.stream = $1 AND ${condition}`,
            parameters,
          );
          const allowed = rows.filter(({ author, responsible, unit, reader }) => {
            const document = { authorId: author, responsibleId: responsible, unitId: unit };
            return can(actor, verb, { grants, document, readers: reader === id ? 'granted' : undefined }).allowed;
          });
          expect(found.map((row) => row.id).sort()).toEqual(allowed.map((row) => row.id).sort());
        },
      ),
      { numRuns: 300 },
    );
  });
});
