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

const runsOfEach = 8;
const kills = 4;
/** The order of kills and pauses; the assertions hold for every other one too. */
const seed = 12;

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, performer: string, more = '') =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer='${performer}' /></extensionElements>${more}</userTask>`;
const post = (key: string) => `post("${key}")`;
const wait = (id: string, duration: string) =>
  `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>${duration}</timeDuration></timerEventDefinition></intermediateCatchEvent>`;
/** Registers a work, which is there once for each run in the end. */
const act = (id: string) => `<serviceTask id="${id}"><extensionElements><millrace:action name="register-document">
   <millrace:param name="stream" value="works" /><millrace:param name="field.subject" value="Look after it" /><millrace:param name="field.kind" value="other" /><millrace:param name="field.client" expression="document.id" />
 </millrace:action></extensionElements></serviceTask>`;
const multi = `<multiInstanceLoopCharacteristics isSequential="false" millrace:collection='["manager", "lawyer", "cfo"]' millrace:item="who" />`;

/** By key: what is drawn, and how often each of its tasks is done, its timers fire and works are registered in one run. */
const drawings: Readonly<
  Record<string, { readonly elements: string; readonly tasks: Readonly<Record<string, number>> }>
> = {
  // Two people beside a timer that registers a work; when all three are through, a third person closes.
  'crash-parallel': {
    elements: `<startEvent id="begin" />${flow('begin', 'fork')}<parallelGateway id="fork" />
      ${flow('fork', 'one')}${task('one', post('manager'))}${flow('one', 'join')}
      ${flow('fork', 'two')}${task('two', post('lawyer'))}${flow('two', 'join')}
      ${flow('fork', 'wait')}${wait('wait', 'PT2S')}${flow('wait', 'act')}${act('act')}${flow('act', 'join')}
      <parallelGateway id="join" />${flow('join', 'last')}${task('last', post('cfo'))}${flow('last', 'end')}<endEvent id="end" />`,
    tasks: { one: 1, two: 1, last: 1 },
  },
  // A route that calls another, in which somebody has to do something after a time.
  'crash-calls': {
    elements: `<startEvent id="begin" />${flow('begin', 'first')}${task('first', post('manager'))}${flow('first', 'call')}
      <callActivity id="call" calledElement="test/crash-called"><extensionElements><millrace:out source="chosen" target="answer" /></extensionElements></callActivity>
      ${flow('call', 'close')}${task('close', post('cfo'))}${flow('close', 'end')}<endEvent id="end" />`,
    tasks: { first: 1, inner: 1, close: 1 },
  },
  // Everybody is asked at once, inside a sub-process with a timer of its own.
  'crash-votes': {
    elements: `<startEvent id="begin" />${flow('begin', 'ask')}<subProcess id="ask"><startEvent id="in" />${flow('in', 'split')}<parallelGateway id="split" />
      ${flow('split', 'vote')}${task('vote', 'person(who)', multi)}${flow('vote', 'meet')}
      ${flow('split', 'pause')}${wait('pause', 'PT1S')}${flow('pause', 'note')}${act('note')}${flow('note', 'meet')}
      <parallelGateway id="meet" />${flow('meet', 'out')}<endEvent id="out" /></subProcess>${flow('ask', 'end')}<endEvent id="end" />`,
    tasks: { vote: 3 },
  },
};
const called = `<startEvent id="start" />${flow('start', 'hold')}${wait('hold', 'PT1S')}${flow('hold', 'inner')}${task('inner', post('lawyer'))}
  ${flow('inner', 'reckon')}<scriptTask id="reckon" millrace:resultVariable="chosen"><script>40 + 2</script></scriptTask>
  ${flow('reckon', 'file')}${act('file')}${flow('file', 'done')}<endEvent id="done" />`;
const runsToStart = runsOfEach * Object.keys(drawings).length;

interface Assignment {
  readonly id: string;
}

/** Server and worker, apart from each other, are killed at random points while people work; nothing is lost, doubled or stuck. */
describe('after processes were killed under load', () => {
  let database: TestDatabase;
  let compiled: CompiledSources;
  let dataDir: string;
  let sql: pg.Client;
  let web: ServerProcess;
  let worker: ServerProcess;
  let tokens: Record<string, string> = {};
  /** Until the runs have ended, or the test has failed. */
  let working = true;

  beforeAll(async () => {
    [database, compiled, dataDir] = await Promise.all([
      createTestDatabase(),
      compileSources(),
      mkdtemp(join(tmpdir(), 'millrace-crash-')),
    ]);
    sql = new pg.Client(database.url);
    await sql.connect();
    [web, worker] = await Promise.all([start('web'), start('worker')]);
    const logins = ['admin', 'manager', 'lawyer', 'cfo'];
    const signedIn = await Promise.all(logins.map((login) => signIn(web.url, login)));
    tokens = Object.fromEntries(logins.map((login, index) => [login, signedIn[index]?.token ?? '']));
    const xml = { 'content-type': 'application/xml' };
    await as('admin').put('/api/routes/test/crash-called', drawRoute('crash-called', called), xml);
    for (const [key, { elements }] of Object.entries(drawings))
      await as('admin').put(`/api/routes/test/${key}`, drawRoute(key, elements), xml);
  }, 240_000);

  afterAll(async () => {
    working = false;
    await Promise.all([web?.kill(), worker?.kill()]);
    await sql?.end();
    await compiled?.remove();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  }, 30_000);

  const start = (kind: 'web' | 'worker') =>
    startServerProcess({ kind, folder: compiled.folder, databaseUrl: database.url, dataDir });
  const as = (login: string) => new Api(web.url, tokens[login]);
  /** Tries until the server answers; the key makes a call that was carried out before the crash answer the same. */
  const surely = async <Body>(login: string, path: string, body: object, key: string): Promise<Body | undefined> => {
    while (working) {
      const answer = await as(login)
        .call<Body>('POST', path, body, { 'idempotency-key': key })
        .catch(() => undefined);
      if (answer && answer.status < 500) return answer.status < 300 ? answer.body : undefined;
      await pause(100);
    }
    return undefined;
  };

  const startRuns = async () => {
    for (let count = 1; count <= runsToStart; count += 1) {
      const fields = { name: `Crashed ${count}` };
      const route = `test/${Object.keys(drawings)[count % Object.keys(drawings).length]}`;
      const client = await surely<{ id: string }>('admin', '/api/streams/clients/documents', { fields }, `c${count}`);
      await surely('admin', `/api/documents/${client?.id}/runs`, { route }, `r${count}`);
    }
  };
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
    const killed = new Set<string>();
    for (let count = 0; count < kills; count += 1) {
      await pause(300 + random() * 1_200);
      const which = random() < 0.4 ? 'web' : random() < 0.6 ? 'worker' : 'both';
      killed.add(which);
      await Promise.all([
        which !== 'worker' && web.kill().then(async () => (web = await start('web'))),
        which !== 'web' && worker.kill().then(async () => (worker = await start('worker'))),
      ]);
    }
    return killed;
  };

  it('every run ends, every timer has fired once, no assignment is doubled', async () => {
    const people = ['manager', 'lawyer', 'cfo'].map(work);
    const [, killed] = await Promise.all([startRuns(), killing()]);
    expect([...killed].sort()).toEqual(['both', 'web', 'worker']);
    await until(
      'all runs have ended',
      async () => {
        const { rows } = await sql.query(`SELECT id FROM route_run WHERE status <> 'finished' LIMIT 1`);
        return rows.length === 0;
      },
      { within: 90_000 },
    );
    working = false;
    await Promise.all(people);

    const { rows: runs } = await sql.query<{ route: string; count: number; fired: number; answer: number | null }>(
      `SELECT route, count(*)::int AS count, min((state -> 'variables' ->> 'answer')::int) AS answer,
         sum((SELECT count(*) FROM route_run_event e, jsonb_array_elements(e.event) one
           WHERE e.run_id = r.id AND one ->> 'type' = 'timer'))::int AS fired
       FROM route_run r GROUP BY route ORDER BY route`,
    );
    expect(runs).toEqual(
      Object.keys(drawings)
        .sort()
        .map((key) => ({
          ...{ route: `test/${key}`, count: runsOfEach, fired: runsOfEach },
          answer: key === 'crash-calls' ? 42 : null,
        })),
    );
    const { rows: done } = await sql.query<{ route: string; element: string; state: string; count: number }>(
      `SELECT route, element, a.state, count(*)::int AS count FROM assignment a JOIN route_run r ON r.id = a.run_id
       GROUP BY route, element, a.state`,
    );
    const expected = Object.entries(drawings).flatMap(([key, { tasks }]) =>
      Object.entries(tasks).map(([element, times]) => {
        return { route: `test/${key}`, element, state: 'completed', count: runsOfEach * times };
      }),
    );
    expect(done).toHaveLength(expected.length);
    expect(done).toEqual(expect.arrayContaining(expected));
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
  }, 300_000);
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
