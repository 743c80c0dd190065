import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Api, signIn } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { compileSources, type CompiledSources } from '../support/compiled-sources.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startServerProcess } from '../support/server-process.js';
import { startSmtpListener, type SmtpListener } from '../support/smtp-listener.js';
import { until } from '../support/until.js';

const good = 'mellow barn tugboat';

describe('letters about an account', () => {
  let smtp: SmtpListener;
  let app: RunningApp;

  beforeAll(async () => {
    smtp = await startSmtpListener();
    app = await startApp({ environment: { SMTP_URL: smtp.url } });
  });

  afterAll(async () => {
    await app?.stop();
    await smtp?.stop();
  });

  const mails = () =>
    app.app
      .get(DataSource)
      .query<{ state: string; content: { html: string; sealed?: string } }[]>(
        `SELECT state, content FROM outgoing_message WHERE kind = 'organisation/password-reset' ORDER BY created_at`,
      );

  it('carry the link of a new password, which is not to be read where they wait, nor kept when they are sent', async () => {
    smtp.refuseWith('421 later');
    await new Api(app.url).post('/api/password-reset', { login: 'manager' });
    const waiting = await until('the letter waits', async () => {
      const [mail] = await mails();
      return mail?.content.sealed === undefined ? undefined : mail;
    });
    expect(JSON.stringify(waiting)).not.toContain('new-password');
    smtp.refuseWith(undefined);
    await until('it is tried again', async () => {
      await app.app
        .get(DataSource)
        .query(`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL`);
      return smtp.all().length > 0;
    });
    const letter = await smtp.next();
    expect(letter.envelope.to).toEqual(['manager@gamma-trade.example']);
    expect(letter.headers.get('auto-submitted')).toBe('auto-generated');
    const [, token = ''] = /new-password#([\w-]{43})/.exec(letter.text ?? '') ?? [];
    const sent = await until('it is noted', async () => (await mails()).find(({ state }) => state === 'sent'));
    expect(sent.content).toMatchObject({ html: '', text: '' });
    expect(sent.content.sealed).toBeUndefined();
    await new Api(app.url).post('/api/new-password', { token, password: good });
    await signIn(app.url, 'manager', good);
    expect((await smtp.next()).subject).toBe('Your password was changed');
  });
});

describe('somebody who is invited', () => {
  let smtp: SmtpListener;
  let app: RunningApp;

  beforeAll(async () => {
    smtp = await startSmtpListener();
    app = await startApp({ environment: { SMTP_URL: smtp.url } });
  });

  afterAll(async () => {
    await app?.stop();
    await smtp?.stop();
  });

  it('gets a letter in the own language, chooses a password by its link and works; on leaving is out at once', async () => {
    const admin = await app.api('admin');
    const person = { login: 'greta', name: 'Greta Gretaitė', email: 'greta@gamma-trade.example', language: 'lt' };
    const { id } = await admin.post<{ id: string }>('/api/people', { ...person, posts: ['manager2'], invite: true });
    const letter = await smtp.next();
    expect(letter.envelope.to).toEqual([person.email]);
    expect(letter.subject).toBe('Jūsų prisijungimas: Gamma Trade');
    const [, token = ''] = /new-password#([\w-]{43})/.exec(letter.text ?? '') ?? [];
    const visitor = new Api(app.url);
    expect(await visitor.post('/api/new-password/check', { token })).toMatchObject({
      purpose: 'invitation',
      login: 'greta',
    });
    await visitor.post('/api/new-password', { token, password: good });
    const greta = await signIn(app.url, 'greta', good);
    expect(await greta.get('/api/me')).toMatchObject({ posts: [{ key: 'manager2' }], language: 'lt' });
    const manager = await app.api('manager');
    const { id: document } = await manager.post<{ id: string }>('/api/streams/requests/documents', {
      fields: { company: 'Alfa', kind: 'question' },
    });
    await admin.post(`/api/documents/${document}/assignments`, { performers: ['greta'], instruction: 'Call back' });
    await admin.post(`/api/people/${id}/deactivate`);
    expect((await greta.call('GET', '/api/me')).status).toBe(401);
    const { items } = await admin.get<{ items: { reason: string; document?: { id: string } }[] }>('/api/attention');
    expect(items).toContainEqual(
      expect.objectContaining({ reason: 'performer-left', document: expect.objectContaining({ id: document }) }),
    );
  });
});

describe('a first start without people', () => {
  let database: TestDatabase;
  let compiled: CompiledSources;
  let dataDir: string;

  beforeAll(async () => {
    [database, compiled, dataDir] = await Promise.all([
      createTestDatabase(),
      compileSources(),
      mkdtemp(join(tmpdir(), 'millrace-first-')),
    ]);
  });

  afterAll(async () => {
    await compiled?.remove();
    await database?.drop();
    if (dataDir) await rm(dataDir, { recursive: true, force: true });
  });

  const start = () =>
    startServerProcess({ kind: 'main', folder: compiled.folder, databaseUrl: database.url, dataDir, empty: true });

  it('prints a link that makes the administrator; later starts print none', async () => {
    const first = await start();
    const [, link = '', token = ''] = /(http:\/\/\S+\/first-run)#([\w-]{43})/.exec(first.printed) ?? [];
    expect(link).toBe(`${first.url}/first-run`);
    const visitor = new Api(first.url);
    expect(await visitor.get('/api/first-run')).toEqual({ needed: true });
    const made = await visitor.post<{ token: string }>('/api/first-run', {
      ...{ token, login: 'root', name: 'Ona Onaitė', email: 'ona@firm.example', password: good },
      organisation: 'Firm',
    });
    expect(await new Api(first.url, made.token).get('/api/me')).toMatchObject({ login: 'root', roles: ['admin'] });
    await first.stop();
    const second = await start();
    expect(second.printed).not.toContain('/first-run');
    expect(await new Api(second.url).get('/api/first-run')).toEqual({ needed: false });
    expect(await (await signIn(second.url, 'root', good)).get('/api/me')).toMatchObject({ name: 'Ona Onaitė' });
    await second.stop();
    // Two processes begin one after the other, on a machine that may be busy.
  }, 90_000);
});
