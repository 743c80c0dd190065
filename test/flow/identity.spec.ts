import { URI, type TOTP } from 'otpauth';
import { SealAudit } from '../../src/platform/audit/seal-audit.js';
import { VerifyAudit } from '../../src/platform/audit/verify-audit.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { until } from '../support/until.js';

const secretKey = '5'.repeat(64);
let here: RunningApp;
let there: RunningApp;

beforeAll(async () => {
  const environment = { SECRET_KEY: secretKey };
  here = await startApp({ environment });
  there = await startApp({ environment, databaseUrl: here.databaseUrl, worker: false });
});

afterAll(async () => {
  await there?.stop();
  await here?.stop();
});

const signIn = ({ url }: RunningApp, body: object) => new Api(url).call('POST', '/api/session', body);

describe('two servers on one database', () => {
  it('count attempts together, however many come at once', async () => {
    const attempts = Array.from({ length: 24 }, (_, index) =>
      signIn(index % 2 === 0 ? here : there, { login: 'cfo', password: 'wrong' }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(14);
    for (const app of [here, there]) expect((await signIn(app, { login: 'cfo', password: 'demo' })).status).toBe(429);
    expect((await signIn(there, { login: 'ceo', password: 'demo' })).status).toBe(201);
  });

  it('take a code of a second factor once between them', async () => {
    const api = await here.api('head');
    const { uri } = await api.post<{ uri: string }>('/api/me/second-factor');
    const app = URI.parse(uri) as TOTP;
    await api.post('/api/me/second-factor/confirm', { code: app.generate() });
    // The next step is within the reach of clocks that differ, so nobody has to wait for it.
    const code = app.generate({ timestamp: Date.now() + 30_000 });
    const both = await Promise.all([here, there].map((one) => signIn(one, { login: 'head', password: 'demo', code })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
    await api.call('DELETE', '/api/me/second-factor', { password: 'demo' });
  });

  it('know at once of a session that was ended on the other', async () => {
    const [first, second] = [await here.api('lawyer'), await here.api('lawyer')];
    const elsewhere = new Api(there.url, second.token);
    expect((await elsewhere.call('GET', '/api/me')).status).toBe(200);
    expect(await first.delete('/api/me/sessions')).toEqual({ ended: 1 });
    await until('it is gone there too', async () => (await elsewhere.call('GET', '/api/me')).status === 401);
  });

  it('chain the audit log between them', async () => {
    const seal = (app: RunningApp) =>
      app.app.get(UnitOfWork).run(systemActor, (context) => app.app.get(SealAudit).seal(context));
    await Promise.all([here, there, here, there].map(seal));
    await seal(here);
    const report = await there.app.get(VerifyAudit).verify();
    expect(report.problems).toEqual([]);
    expect(report.sealed).toBeGreaterThan(10);
  });
});
