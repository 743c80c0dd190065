import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PublishConfiguration } from '../../src/configuration/publish-configuration.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Found {
  readonly element: string | null;
  readonly name: string | null;
  readonly line: number | null;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}
interface Checked {
  readonly sound: boolean;
  readonly problems: Found[];
  readonly scenarios: { readonly passed: number };
}
interface Refused {
  readonly errors: { readonly path: string; readonly code: string; readonly message: string }[];
}
interface Published {
  readonly version: number;
  readonly warnings: Found[];
}

/** Start, one task `ask` on line 4, end; for the documents of a stream where one is named. */
function oneTask(key: string, name: string, performer: string, stream?: string): string {
  const forStream =
    stream === undefined ? '' : `<extensionElements><millrace:route stream="${stream}"/></extensionElements>`;
  return drawRoute(
    key,
    `${forStream}<startEvent id="begin"/><sequenceFlow id="a" sourceRef="begin" targetRef="ask"/>
    <userTask id="ask" name="${name}"><extensionElements><millrace:assignment performer='${performer}'/></extensionElements></userTask>
    <sequenceFlow id="b" sourceRef="ask" targetRef="end"/><endEvent id="end"/>`,
  );
}

const opens = (name: string): object[] => [{ name: `asks for ${name}`, steps: [], expect: { open: [name] } }];

describe('publishing routes', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [admin, manager] = (await Promise.all(['admin', 'manager'].map((login) => app.api(login)))) as [Api, Api];
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const put = (key: string, body: string | object) =>
    admin.call<Published & Refused>(
      'PUT',
      `/api/routes/publishing/${key}`,
      body,
      typeof body === 'string' ? { 'content-type': 'application/xml' } : {},
    );
  const check = (api: Api, key: string, body: string | object) =>
    api.post<Checked>(
      `/api/routes/publishing/${key}/check`,
      body,
      typeof body === 'string' ? { 'content-type': 'application/xml' } : {},
    );
  const stored = async (key: string) =>
    app.app
      .get(UnitOfWork)
      .read<{ version: number; scenarios: unknown }>(
        'SELECT version, scenarios FROM route_definition WHERE key = $1 ORDER BY version',
        [key],
      );

  it('keeps the scenarios of a route and publishes a drawing only when it goes as they say', async () => {
    const first = oneTask('kept', 'Approve', 'post("lawyer")');
    const published = await put('kept', { xml: first, scenarios: opens('Approve') });
    expect([published.status, published.body.version]).toEqual([200, 1]);
    const renamed = await put('kept', oneTask('kept', 'Agree', 'post("lawyer")'));
    expect(renamed.status).toBe(422);
    expect(renamed.body.errors).toEqual([
      { path: '', code: 'scenario', message: '"asks for Approve": expect: open: expected ["Approve"], got ["Agree"]' },
    ]);
    expect(await admin.get<string>('/api/routes/publishing/kept')).toBe(first);
    // the drawing alone keeps the scenarios; a drawing with others replaces them
    expect((await put('kept', first.replace('post("lawyer")', 'post("cfo")'))).body.version).toBe(2);
    const both = { xml: oneTask('kept', 'Agree', 'post("lawyer")'), scenarios: opens('Agree') };
    expect((await put('kept', both)).body.version).toBe(3);
    // the same drawing with more scenarios is no new version
    const more = [...opens('Agree'), { name: 'again', steps: [{ complete: 'Agree' }], expect: { status: 'finished' } }];
    expect((await put('kept', { ...both, scenarios: more })).body.version).toBe(3);
    expect(await stored('publishing/kept')).toEqual([
      { version: 1, scenarios: opens('Approve') },
      { version: 2, scenarios: opens('Approve') },
      { version: 3, scenarios: more },
    ]);
    const { items } = await admin.get<List<{ key: string; scenarios: number }>>('/api/routes');
    expect(items.find(({ key }) => key === 'publishing/kept')).toMatchObject({ scenarios: 2 });
  });

  it('plays scenarios with the new version of a called route, and warns of callers that differ now', async () => {
    await put('inner', oneTask('inner', 'Old', 'post("lawyer")'));
    const caller = drawRoute(
      'outer',
      '<startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="c"/><callActivity id="c" calledElement="publishing/inner"/><sequenceFlow id="b" sourceRef="c" targetRef="e"/><endEvent id="e"/>',
    );
    expect((await put('outer', { xml: caller, scenarios: opens('Old') })).status).toBe(200);
    const inner = await put('inner', oneTask('inner', 'New', 'post("lawyer")'));
    expect(inner.status).toBe(200);
    expect(inner.body.warnings).toEqual([
      expect.objectContaining({
        code: 'scenario-of-caller',
        severity: 'warning',
        message: expect.stringContaining('publishing/outer'),
      }),
    ]);
    expect((await put('outer', `${caller}\n`)).body.errors).toEqual([
      expect.objectContaining({ code: 'scenario', message: expect.stringContaining('["New"]') }),
    ]);
    expect((await put('outer', { xml: caller, scenarios: opens('New') })).status).toBe(200);
  });

  it('answers every problem of a check with its place and what to do', async () => {
    const wrong = oneTask('wrong', 'Ask', 'post("layer")', 'contracts').replace('sourceRef="ask"', 'sourceRef="begin"');
    const { sound, problems } = await check(admin, 'wrong', wrong);
    expect(sound).toBe(false);
    expect(problems).toEqual([
      {
        element: 'ask',
        name: 'Ask',
        line: 4,
        code: 'no-way-on',
        severity: 'error',
        message: expect.stringContaining('not an end event'),
      },
    ]);
    const named = await check(admin, 'wrong', oneTask('wrong', 'Ask', 'post("layer")', 'contracts'));
    expect(named.problems).toEqual([
      {
        element: 'ask',
        name: 'Ask',
        line: 4,
        code: 'unknown-post',
        severity: 'error',
        message: 'The organisation has no post "layer"; did you mean "lawyer"?',
      },
    ]);
    await admin.patch('/api/me', { language: 'pl' });
    const inPolish = await check(admin, 'wrong', oneTask('wrong', 'Ask', 'post("layer")', 'contracts'));
    const refused = await put('wrong', oneTask('wrong', 'Ask', 'post("layer")', 'contracts'));
    await admin.patch('/api/me', { language: 'en' });
    const told = 'W organizacji nie ma stanowiska „layer”; czy chodziło o „lawyer”?';
    expect(inPolish.problems.map(({ message }) => message)).toEqual([told]);
    expect(refused.body.errors.map(({ message }) => message)).toEqual([`Wiersz 4: "Ask": ${told}`]);
    const headless = await check(admin, 'wrong', oneTask('wrong', 'Ask', 'headOf(person("ceo"))'));
    expect(headless.problems).toEqual([
      expect.objectContaining({
        element: 'ask',
        line: 4,
        code: 'nobody',
        message: expect.stringContaining('gives no active person'),
      }),
    ]);
    expect((await put('wrong', oneTask('wrong', 'Ask', 'post("layer")', 'contracts'))).body.errors[0]).toEqual({
      path: 'ask',
      code: 'unknown-post',
      message: 'Line 4: "Ask": The organisation has no post "layer"; did you mean "lawyer"?',
    });
    const played = await check(manager, 'kept', '');
    expect(played).toEqual({ sound: true, problems: [], scenarios: { passed: 2 } });
  });

  it('tries performers on the latest documents of the stream: nobody at all is refused, nobody on some is told', async () => {
    const xml = oneTask('sampled', 'Ask', 'if card.name = "hot" then document.author else null', 'clients');
    const register = (name: string) => admin.post('/api/streams/clients/documents', { fields: { name } });
    expect(await check(admin, 'sampled', xml)).toMatchObject({
      sound: true,
      problems: [
        { code: 'not-tried', severity: 'warning', message: expect.stringContaining('no documents in "clients"') },
      ],
    });
    await register('cold');
    await register('cool');
    const refused = await put('sampled', xml);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([
      { path: 'ask', code: 'nobody', message: expect.stringContaining('each of the 2 latest documents') },
    ]);
    await register('hot');
    const published = await put('sampled', xml);
    expect(published.status).toBe(200);
    expect(published.body.warnings).toEqual([
      expect.objectContaining({
        element: 'ask',
        code: 'nobody-sometimes',
        severity: 'warning',
        message: expect.stringContaining('On 2 of the 3 latest documents nobody is found'),
      }),
    ]);
    // what documents hold is told to administrators only
    expect((await check(manager, 'sampled', xml)).problems).toEqual([]);
    // variables are known only when a run gets there
    expect((await check(admin, 'later', oneTask('later', 'Ask', 'steps.ask.performer', 'works'))).problems).toEqual([]);
  });

  it('publishes files with the scenarios beside them, and leaves out those that go another way', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-configuration-'));
    try {
      await cp(resolve(import.meta.dirname, '../../routes'), join(folder, 'routes'), { recursive: true });
      for (const name of ['streams', 'templates'])
        await cp(resolve(import.meta.dirname, '../..', name), join(folder, name), { recursive: true });
      const drawing = join(folder, 'routes/sales/quick-sale.bpmn');
      const scenarios = join(folder, 'routes/sales/quick-sale.scenario.json');
      const [before] = await stored('sales/quick-sale');
      expect(before?.scenarios).toEqual(JSON.parse(await readFile(scenarios, 'utf8')));
      const publication = app.app.get(PublishConfiguration);
      const xml = await readFile(drawing, 'utf8');
      await writeFile(drawing, xml.replace('outcome = "in-stock"', 'outcome = "out-of-stock"'));
      const refused = await publication.fromFolder(folder);
      expect(refused.published).toEqual([]);
      expect(refused.problems.length).toBeGreaterThan(0);
      for (const problem of refused.problems) expect(problem).toContain('routes/sales/quick-sale.bpmn');
      // the drawing as it was, with one scenario less, is the same version
      const fewer = (before?.scenarios as unknown[]).slice(1);
      await writeFile(drawing, xml);
      await writeFile(scenarios, JSON.stringify(fewer));
      expect((await publication.fromFolder(folder)).published).toEqual(['route sales/quick-sale']);
      expect(await stored('sales/quick-sale')).toEqual([{ version: before?.version, scenarios: fewer }]);
      // a post that the organisation lacks does not keep a file from being published, but is told
      await writeFile(drawing, xml.replaceAll('post("warehouse")', 'post("warehose")'));
      const warned = await publication.fromFolder(folder);
      expect(warned.published).toEqual(['route sales/quick-sale']);
      expect(warned.warnings.join('\n')).toMatch(
        /quick-sale\.bpmn:\d+ warning: \[\w+\] .*no post "warehose"; did you mean "warehouse"\?/,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('refuses scenarios that are none', async () => {
    const xml = oneTask('none', 'Ask', 'post("lawyer")');
    for (const scenarios of ['x', {}, [1], [{ name: 'a' }], [{ name: 'a', steps: [{}] }]]) {
      const answer = await put('none', { xml, scenarios });
      expect([answer.status, answer.body.errors[0]?.code]).toEqual([422, 'scenario']);
    }
  });
});
