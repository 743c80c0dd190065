import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Api, signIn, type List } from '../support/api.js';
import { compileSources, type CompiledSources } from '../support/compiled-sources.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { drawRoute } from '../support/draw-route.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';
import { until } from '../support/until.js';

const runsToStart = 24;
const kills = 6;
/** The order of kills and pauses; the assertions hold for every other one too. */
const seed = 7;

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, post: string) =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer='post("${post}")' /></extensionElements></userTask>`;

/** Two people beside a timer that registers a work; when all three are through, a third person closes. */
const drawing = drawRoute(
  'crash',
  `<startEvent id="begin" />${flow('begin', 'fork')}<parallelGateway id="fork" />
   ${flow('fork', 'one')}${task('one', 'manager')}${flow('one', 'join')}
   ${flow('fork', 'two')}${task('two', 'lawyer')}${flow('two', 'join')}
   ${flow('fork', 'wait')}<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT2S</timeDuration></timerEventDefinition></intermediateCatchEvent>
   ${flow('wait', 'act')}<serviceTask id="act"><extensionElements><millrace:action name="register-document">
     <millrace:param name="stream" value="works" /><millrace:param name="field.subject" value="Look after it" /><millrace:param name="field.kind" value="other" /><millrace:param name="field.client" expression="document.id" />
   </millrace:action></extensionElements></serviceTask>${flow('act', 'join')}
   <parallelGateway id="join" />${flow('join', 'last')}${task('last', 'cfo')}${flow('last', 'end')}<endEvent id="end" />`,
);

interface Assignment {
  readonly id: string;
}

/** Server and worker are killed at random points while people work; nothing is lost, doubled or stuck. */
describe('after processes were killed under load', () => {
  let database: TestDatabase;
  let compiled: CompiledSources;
  let dataDir: string;
  let sql: pg.Client;
  let main: ServerProcess;
  let worker: ServerProcess;
  let tokens: Record<string, string> = {};

  beforeAll(async () => {
    [database, compiled, dataDir] = await Promise.all([
      createTestDatabase(),
      compileSources(),
      mkdtemp(join(tmpdir(), 'millrace-crash-')),
    ]);
    sql = new pg.Client(database.url);
    await sql.connect();
    main = await start('main');
    worker = await start('worker');
    const logins = ['admin', 'manager', 'lawyer', 'cfo'];
    const signedIn = await Promise.all(logins.map((login) => signIn(main.url, login)));
    tokens = Object.fromEntries(logins.map((login, index) => [login, signedIn[index]?.token ?? '']));
    await as('admin').put('/api/routes/test/crash', drawing, { 'content-type': 'application/xml' });
  }, 120_000);

  afterAll(async () => {
    await Promise.all([main?.kill(), worker?.kill()]);
    await sql?.end();
    await compiled?.remove();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  }, 30_000);

  const start = (kind: 'main' | 'worker') =>
    startServerProcess({ kind, folder: compiled.folder, databaseUrl: database.url, dataDir });
  const as = (login: string) => new Api(main.url, tokens[login]);
  /** Tries until the server answers; the key makes a call that was carried out before the crash answer the same. */
  const surely = async <Body>(login: string, path: string, body: object, key: string): Promise<Body | undefined> => {
    for (;;) {
      const answer = await as(login)
        .call<Body>('POST', path, body, { 'idempotency-key': key })
        .catch(() => undefined);
      if (answer && answer.status < 500) return answer.status < 300 ? answer.body : undefined;
      await pause(100);
    }
  };

  const startRuns = async () => {
    for (let count = 1; count <= runsToStart; count += 1) {
      const fields = { name: `Crashed ${count}` };
      const client = await surely<{ id: string }>('admin', '/api/streams/clients/documents', { fields }, `c${count}`);
      await surely('admin', `/api/documents/${client?.id}/runs`, { route: 'test/crash' }, `r${count}`);
    }
  };
  let working = true;
  const work = async (login: string) => {
    for (let tries = 0; working; tries += 1) {
      const list = await as(login)
        .get<List<Assignment>>('/api/assignments?mine=true&limit=5')
        .catch(() => undefined);
      for (const { id } of list?.items ?? [])
        await surely(login, `/api/assignments/${id}/complete`, {}, `${login}-${id}`);
      await pause(50);
    }
  };
  const killing = async () => {
    const random = numbers(seed);
    for (let count = 0; count < kills; count += 1) {
      await pause(400 + random() * 1_600);
      if (random() < 0.5) {
        await main.kill();
        main = await start('main');
      } else {
        await worker.kill();
        worker = await start('worker');
      }
    }
  };

  it('every run ends, every timer has fired once, no assignment is doubled', async () => {
    const people = ['manager', 'lawyer', 'cfo'].map(work);
    await Promise.all([startRuns(), killing()]);
    await until(
      'all runs have ended',
      async () => {
        const { rows } = await sql.query<{ open: number }>(
          `SELECT count(*) FILTER (WHERE status <> 'finished')::int AS open FROM route_run WHERE route = 'test/crash'`,
        );
        return rows[0]?.open === 0 || undefined;
      },
      { within: 60_000 },
    );
    working = false;
    await Promise.all(people);

    const { rows: runs } = await sql.query('SELECT id FROM route_run WHERE route = $1', ['test/crash']);
    expect(runs).toHaveLength(runsToStart);
    const { rows: done } = await sql.query<{ element: string; state: string; count: number }>(
      `SELECT element, a.state, count(*)::int AS count FROM assignment a JOIN route_run r ON r.id = a.run_id
       WHERE r.route = 'test/crash' GROUP BY element, a.state ORDER BY element`,
    );
    const each = (element: string) => ({ element, state: 'completed', count: runsToStart });
    expect(done).toEqual([each('last'), each('one'), each('two')]);
    const { rows: works } = await sql.query<{ client: string }>(
      `SELECT fields ->> 'client' AS client FROM document WHERE stream = 'works'`,
    );
    expect(works).toHaveLength(runsToStart);
    expect(new Set(works.map(({ client }) => client)).size).toBe(runsToStart);
    for (const left of ['route_timer', 'incident']) {
      expect((await sql.query(`SELECT * FROM ${left}`)).rows).toEqual([]);
    }
    const { rows: numbersOf } = await sql.query<{ number: string }>(
      `SELECT number FROM document WHERE stream = 'clients'`,
    );
    expect(new Set(numbersOf.map(({ number }) => number)).size).toBe(numbersOf.length);
  }, 180_000);
});

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
function numbers(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
