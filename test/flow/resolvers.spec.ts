import pg from 'pg';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { Directory } from '../../src/organisation/directory/directory.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { ClimbLadder } from '../../src/routes/runs/climb-ladder.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly step: { element: string };
  readonly performer?: { login: string };
  readonly actingFor?: { login: string };
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, performer: string, more = '', attributes = '') =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer='${performer}' ${attributes}>${more}</millrace:assignment></extensionElements></userTask>`;
const one = (performer: string, more = '', attributes = '') =>
  `<startEvent id="begin" />${flow('begin', 'one')}${task('one', performer, more, attributes)}${flow('one', 'end')}<endEvent id="end" />`;
const together = (...tasks: string[]) =>
  `<startEvent id="begin" />${flow('begin', 'fork')}<parallelGateway id="fork" /><parallelGateway id="join" />
   ${tasks.map((drawn, index) => `${flow('fork', `t${index}`)}${drawn}${flow(`t${index}`, 'join')}`).join('')}${flow('join', 'end')}<endEvent id="end" />`;
const three = '[person("manager"), person("manager2"), person("warehouse")]';

/** Performers that the work itself chooses: who has least to do, and whose turn it is. */
describe('performers chosen by the work', () => {
  let app: RunningApp;
  let other: RunningApp;
  let admin: Api;
  let beside: Api;
  let sql: pg.Client;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    other = await startApp({ worker: false, databaseUrl: app.databaseUrl });
    [admin, beside] = await Promise.all([app.api('admin'), other.api('admin')]);
    sql = new pg.Client(app.databaseUrl);
    await sql.connect();
  }, 90_000);

  afterAll(async () => {
    await sql?.end();
    await other?.stop();
    await app?.stop();
  }, 30_000);

  // Each test has the people to itself again.
  afterEach(async () => {
    await sql.query(`UPDATE assignment SET state = 'obsolete', closed_at = now() WHERE closed_at IS NULL`);
    await sql.query('DELETE FROM substitution');
    await sql.query('UPDATE person SET active = true');
    await reload();
  });

  const reload = () => Promise.all([app, other].map(({ app: nest }) => nest.get(Directory).reload()));
  const publish = (key: string, elements: string) =>
    admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
  const client = async () =>
    (
      await admin.post<{ id: string }>('/api/streams/clients/documents', {
        fields: { name: `Shared out ${(clients += 1)}` },
      })
    ).id;
  const issuedOn = async (document: string) =>
    (await admin.get<List<Assignment>>(`/api/assignments?document=${document}`)).items;
  const start = async (key: string, api = admin) => {
    const document = await client();
    await api.post(`/api/documents/${document}/runs`, { route: `test/${key}` });
    return issuedOn(document);
  };
  const who = (assignments: readonly Assignment[]) => assignments.map(({ performer }) => performer?.login).sort();
  /** Starts as many runs at the same moment over two servers; answers how many assignments each has got. */
  const atOnce = async (key: string, count: number) => {
    const documents = await Promise.all(Array.from({ length: count }, client));
    await Promise.all(
      documents.map((id, index) =>
        (index % 2 === 0 ? admin : beside).post(`/api/documents/${id}/runs`, { route: `test/${key}` }),
      ),
    );
    const shares: Record<string, number> = {};
    for (const document of documents)
      for (const login of who(await issuedOn(document))) shares[login ?? ''] = (shares[login ?? ''] ?? 0) + 1;
    return shares;
  };
  const absent = async (login: string, substitute?: string) => {
    const [startsAt, endsAt] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    await admin.post('/api/substitutions', { absent: login, substitute, startsAt, endsAt });
    await reload();
  };

  describe('leastLoaded', () => {
    beforeAll(() => publish('least', one(`leastLoaded(${three})`)));

    it('goes to whoever has least open, by name among equals', async () => {
      const [first] = await start('least');
      expect(first?.performer?.login).toBe('manager');
      const later = [await start('least'), await start('least')].flat();
      expect(who(later)).toEqual(['manager2', 'warehouse']);
      const second = later.find(({ performer }) => performer?.login === 'manager2');
      await (await app.api('manager2')).post(`/api/assignments/${second?.id}/complete`, {});
      expect(who(await start('least'))).toEqual(['manager2']);
      await (await app.api('manager')).post(`/api/assignments/${first?.id}/forward`, { to: 'warehouse' });
      expect(who(await start('least'))).toEqual(['manager']);
    });

    it('shares evenly what one step and what many runs issue at the same moment', async () => {
      await publish('least-3', together(...[0, 1, 2].map((index) => task(`t${index}`, `leastLoaded(${three})`))));
      expect(who(await start('least-3'))).toEqual(['manager', 'manager2', 'warehouse']);
      expect(await atOnce('least', 12)).toEqual({ manager: 4, manager2: 4, warehouse: 4 });
    });

    it('passes over who is absent or has left; when nobody is there the substitute has it', async () => {
      await absent('manager');
      await sql.query(`UPDATE person SET active = false WHERE login = 'warehouse'`);
      await reload();
      expect([who(await start('least')), who(await start('least'))]).toEqual([['manager2'], ['manager2']]);
      await absent('manager2', 'clerk');
      const acted = { performer: { login: 'clerk' }, actingFor: { login: 'manager2' } };
      expect(await start('least')).toMatchObject([acted]);
      await sql.query('DELETE FROM substitution WHERE substitute_id IS NOT NULL');
      await absent('manager2');
      // Nobody acts for either: it stays with an absent one, and is shown for attention.
      expect(await start('least')).toMatchObject([{ performer: { login: 'manager' } }]);
    });

    it('hands over what is late to whoever has least', async () => {
      await publish(
        'late',
        one(
          'post("clerk")',
          `<millrace:escalate when="due" do="reassign" to='leastLoaded(${three})' />`,
          'due="1 working hours"',
        ),
      );
      const [, late] = [await start('least'), await start('late')];
      const now = new Date(Date.now() + 14 * 86_400_000);
      await app.app.get(UnitOfWork).run(systemActor, (context) => app.app.get(ClimbLadder).climb({ ...context, now }));
      expect(await admin.get(`/api/assignments/${late[0]?.id}`)).toMatchObject({ performer: { login: 'manager2' } });
    });
  });

  describe('roundRobin', () => {
    const next = async (key: string) => who(await start(key))[0];

    it('goes round by name, each route in turn where they share a name', async () => {
      await publish('turn', one(`roundRobin("a", ${three})`));
      await publish('turn-too', one(`roundRobin("a", ${three})`));
      await publish('own-turn', one(`roundRobin("b", ${three})`));
      expect(await next('turn')).toBe('manager');
      expect(await next('own-turn')).toBe('manager');
      expect(await next('turn-too')).toBe('manager2');
      expect(await next('turn')).toBe('warehouse');
      expect(await next('turn')).toBe('manager');
      expect(await next('own-turn')).toBe('manager2');
    });

    it('leaves nobody out and takes nobody twice when many begin at the same moment', async () => {
      await publish('turns', one(`roundRobin("c", ${three})`));
      expect(await atOnce('turns', 12)).toEqual({ manager: 4, manager2: 4, warehouse: 4 });
      const { rows } = await sql.query(`SELECT turns FROM performer_turn WHERE key = 'c'`);
      expect(rows).toEqual([{ turns: '12' }]);
    });

    it('passes over who is absent, who has their turn again when they are back', async () => {
      await publish('away', one(`roundRobin("d", ${three})`));
      await absent('manager2', 'clerk');
      expect([await next('away'), await next('away'), await next('away')]).toEqual(['manager', 'warehouse', 'manager']);
      await sql.query('DELETE FROM substitution');
      await reload();
      expect(await next('away')).toBe('manager2');
    });

    it('under several names, asked for in any order at the same moment, never stands still', async () => {
      const turn = (id: string, key: string) => task(id, `roundRobin("${key}", ${three})`);
      await publish('there', together(turn('t0', 'e'), turn('t1', 'f'), task('t2', `leastLoaded(${three})`)));
      await publish('back', together(task('t0', `leastLoaded(${three})`), turn('t1', 'f'), turn('t2', 'e')));
      const [there, back] = await Promise.all([atOnce('there', 12), atOnce('back', 12)]);
      const total = Object.values(there).concat(Object.values(back));
      expect(total.reduce((sum, count) => sum + count)).toBe(72);
    });
  });

  describe('in the parameters of actions', () => {
    interface Found {
      readonly responsible?: { login: string } | null;
      readonly fields: { client?: { id: string } };
    }
    const registering = (performer: string) =>
      `<startEvent id="begin" />${flow('begin', 'act')}<serviceTask id="act"><extensionElements><millrace:action name="register-document" result="made">
       <millrace:param name="stream" value="clients" /><millrace:param name="field.name" expression='"Made of " + document.number' />
       <millrace:param name="responsible" performer='${performer}' /></millrace:action></extensionElements></serviceTask>
       ${flow('act', 'end')}<endEvent id="end" />`;
    const made = async (key: string) => {
      const document = await client();
      const run = await admin.post<{ id: string; incidents: { message: string }[] }>(
        `/api/documents/${document}/runs`,
        {
          route: `test/${key}`,
        },
      );
      const { items } = await admin.get<List<{ from: { id: string }; to: { id: string } }>>(
        `/api/documents/${document}/links`,
      );
      const ids = items.flatMap(({ from, to }) => [from.id, to.id]).filter((id) => id !== document);
      const [id] = ids;
      const found = id === undefined ? undefined : await admin.get<Found>(`/api/documents/${id}`);
      return { responsible: found?.responsible?.login, incidents: run.incidents.map(({ message }) => message) };
    };

    it('a post, and whose turn it is, are found as for assignments', async () => {
      await publish('made-by-post', registering('post("lawyer")'));
      expect(await made('made-by-post')).toEqual({ responsible: 'lawyer', incidents: [] });
      await publish('made-in-turn', registering(`roundRobin("g", ${three})`));
      const turns = [await made('made-in-turn'), await made('made-in-turn'), await made('made-in-turn')];
      expect(turns.map(({ responsible }) => responsible)).toEqual(['manager', 'manager2', 'warehouse']);
    });

    it('who is named keeps it while absent; several are an incident that says so', async () => {
      await absent('lawyer', 'cfo');
      expect(await made('made-by-post')).toEqual({ responsible: 'lawyer', incidents: [] });
      await publish('made-by-several', registering(three));
      const { responsible, incidents } = await made('made-by-several');
      expect(responsible).toBeUndefined();
      expect(incidents).toEqual([expect.stringMatching(/^the parameter responsible: .* gives several people/)]);
    });

    it('a post that there is not is told before publishing', async () => {
      const drawn = drawRoute('misspelt', registering('post("layer")'));
      const type = { 'content-type': 'application/xml' };
      const refused = await admin.call<{ errors: { code: string }[] }>('PUT', '/api/routes/test/misspelt', drawn, type);
      expect([refused.status, refused.body.errors.map(({ code }) => code)]).toEqual([422, ['unknown-post']]);
    });

    it('the invoice of a quick sale belongs to the manager who sells, or to whoever has the order already', async () => {
      await admin.post('/api/streams/clients/documents', {
        fields: { name: 'Retail buyer', email: 'buyer@retail.test', terms: 'retail' },
      });
      const items = [{ name: 'Pump', quantity: 1, price: { amount: '10.00', currency: 'EUR' } }];
      for (const [responsible, expected] of [
        [undefined, 'manager'],
        ['manager2', 'manager2'],
      ]) {
        const order = await admin.post<{ id: string }>('/api/streams/requests/documents', {
          fields: { kind: 'order', subject: 'Pumps', text: 'One pump', email: 'buyer@retail.test', items },
          ...(responsible !== undefined && { responsible }),
        });
        const [stock] = await issuedOn(order.id);
        expect(stock?.step.element).toBe('checkStock');
        const warehouse = await app.api('warehouse');
        await warehouse.post(`/api/assignments/${stock?.id}/complete`, { outcome: 'in-stock' });
        const { rows } = await sql.query<{ login: string }>(
          `SELECT p.login FROM document d JOIN person p ON p.id = d.responsible_id WHERE d.stream = 'invoices' ORDER BY d.id DESC LIMIT 1`,
        );
        expect(rows).toEqual([{ login: expected }]);
      }
    });
  });
});
