import { SendJob } from '../../src/notifications/letters/send.job.js';
import { Api } from '../support/api.js';
import { ToldApp, type Login } from '../support/told-app.js';

interface Mail {
  readonly subject: string;
  readonly message_id: string;
  readonly document_id: string | null;
  readonly recipients: { readonly to: readonly { readonly address: string }[] };
  readonly content: { html: string; text: string; references: string[]; autoSubmitted: string; unsubscribe: string };
}

const minuteMs = 60_000;
const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

/** Letters about what is new, and the pages that their links lead to. */
describe('letters with links to decide by', () => {
  let told: ToldApp;
  let visitor: Api;

  beforeAll(async () => {
    told = await ToldApp.start();
    visitor = new Api(told.running.url);
  }, 60_000);

  beforeEach(async () => {
    told.nowMs += 10 * minuteMs;
    await told.forget();
    await told.sql.query(`DELETE FROM outgoing_message WHERE kind LIKE 'notification-%'`);
  });

  afterAll(() => told?.stop(), 30_000);

  const send = () => told.running.app.get(SendJob).sendAll();
  const letters = async (login: Login) => {
    const { rows } = await told.sql.query<Mail>(
      `SELECT * FROM outgoing_message WHERE kind LIKE 'notification-%' ORDER BY created_at, id`,
    );
    return rows.filter(({ recipients }) => recipients.to[0]?.address.startsWith(`${login}@`));
  };
  const tokenIn = (letter: Mail | undefined) => /\/d\/([\w-]{43})/.exec(letter?.content.html ?? '')?.[1] ?? '';
  const mailed = async (route = 'one') => {
    await told.sql.query('UPDATE notification_settings SET mailed_at = NULL');
    const begun = await told.begin(route);
    await told.tell();
    told.nowMs += 2 * minuteMs;
    await send();
    const all = await letters('lawyer');
    return { ...begun, token: tokenIn(all.at(-1)) };
  };
  const open = (token: string) => visitor.call<string>('GET', `/d/${token}`);
  const seenIn = (page: string) => /name="seen" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const decide = (token: string, body: Record<string, string>) =>
    visitor.call<string>('POST', `/d/${token}`, new URLSearchParams(body), form);
  const stateOf = async (id: string) =>
    told.as.admin.get<{ state: string; outcome?: string; performer: { login: string } }>(`/api/assignments/${id}`);

  it('go once for a new assignment, and not before others could come with it', async () => {
    const { document } = await told.begin('one');
    await told.tell();
    await send();
    expect(await letters('lawyer')).toEqual([]);
    told.nowMs += 2 * minuteMs;
    await Promise.all([send(), send()]);
    await send();
    const [letter, ...more] = await letters('lawyer');
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      subject: `New assignment: Look through (${document.number})`,
      document_id: document.id,
      content: { autoSubmitted: 'auto-generated', unsubscribe: expect.stringContaining('/profile') as string },
    });
    expect(letter?.content.references).toEqual([`<document-${document.id}@millrace.invalid>`]);
    expect(letter?.content.text).toContain(`Look and decide: `);
    expect(letter?.content.html).not.toContain('undefined');
    const { rows } = await told.sql.query<{ kept: boolean }>(
      `SELECT bool_or(position($1::bytea IN token_hash) > 0) AS kept FROM decision_link`,
      [tokenIn(letter)],
    );
    expect(rows[0]?.kept).toBe(false);
  });

  it('tell ten things in one letter, and the next ones not sooner than five minutes later', async () => {
    for (let count = 0; count < 10; count += 1) await told.begin('one');
    await told.tell();
    told.nowMs += 2 * minuteMs;
    await send();
    const first = await letters('lawyer');
    expect(first.map(({ subject }) => subject)).toEqual(['10 new assignments']);
    expect(first[0]?.content.html.match(/\/d\//g)).toHaveLength(10);
    await told.begin('one');
    await told.tell();
    told.nowMs += 2 * minuteMs;
    await send();
    expect(await letters('lawyer')).toHaveLength(1);
    told.nowMs += 4 * minuteMs;
    await send();
    expect(await letters('lawyer')).toHaveLength(2);
  });

  it('do not go for what was read or done meanwhile, and wait while it is quiet', async () => {
    const done = await told.begin('one');
    const read = await told.begin('one');
    const waits = await told.begin('one');
    await told.tell();
    await told.act('lawyer', done.assignment.id, 'complete', { outcome: 'approve' });
    await told.as.lawyer.post('/api/notifications/read', { document: read.document.id });
    await told.tell();
    await told.as.lawyer.patch('/api/me/notification-settings', {
      quietHours: { from: '00:00', to: '23:59', daysOff: false },
    });
    told.nowMs += 2 * minuteMs;
    await send();
    expect(await letters('lawyer')).toEqual([]);
    expect((await told.bell('lawyer')).unread).toBe(1);
    await told.as.lawyer.patch('/api/me/notification-settings', { quietHours: null });
    await told.sql.query('UPDATE notification SET mail_at = created_at WHERE mail_at IS NOT NULL');
    await send();
    expect((await letters('lawyer')).map(({ document_id: id }) => id)).toEqual([waits.document.id]);
  });

  it('come once a day for those who want that, at their hour', async () => {
    const { document } = await told.begin('one');
    await told.as.lawyer.post(`/api/documents/${document.id}/comments`, { text: 'First' });
    await told.as.lawyer.post(`/api/documents/${document.id}/comments`, { text: 'Second' });
    await told.tell();
    await send();
    expect(await letters('manager')).toEqual([]);
    const { rows } = await told.sql.query<{ at: Date }>(
      `SELECT digest_at AS at FROM notification WHERE event = 'comment.added'`,
    );
    expect(rows.map(({ at }) => at.toISOString())).toEqual(['2027-02-04T06:00:00.000Z']);
    const before = told.nowMs;
    told.nowMs = Date.parse('2027-02-04T06:00:00Z');
    await send();
    told.nowMs = before;
    const [letter] = await letters('manager');
    expect(letter?.subject).toBe('Your day in Millrace: 1 new comment');
    expect(letter?.content.html).toContain('2 new comments');
  });

  it('lead to a page that shows and changes nothing, and decides when it is sent', async () => {
    const { document, assignment, token } = await mailed();
    for (let count = 0; count < 3; count += 1) {
      const page = await open(token);
      expect(page.status).toBe(200);
      expect(page.body).toContain('Look through');
      expect(page.body).toContain(document.number);
      expect(page.body).toContain('You decide as Katarzyna Wiśniewska');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('x-robots-tag')).toContain('noindex');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page.headers.get('set-cookie')).toBeNull();
    }
    expect(await stateOf(assignment.id)).toMatchObject({ state: 'reserved' });
    const seen = seenIn((await open(token)).body);
    const noReason = await decide(token, { seen, outcome: 'reject', comment: ' ' });
    expect(noReason.status).toBe(422);
    expect(noReason.body).toContain('&quot;reject&quot; needs a reason');
    expect((await decide(token, { seen, outcome: 'sell', comment: '' })).status).toBe(422);
    expect((await decide(token, { outcome: 'approve' })).status).toBe(422);
    expect(await stateOf(assignment.id)).toMatchObject({ state: 'reserved' });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => decide(token, { seen, outcome: 'reject', comment: 'Too <dear>' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
    expect(await stateOf(assignment.id)).toMatchObject({
      state: 'completed',
      outcome: 'reject',
      performer: { login: 'lawyer' },
      comment: 'Too <dear>',
    });
    expect(await open(token)).toMatchObject({
      status: 410,
      body: expect.stringContaining('You have decided this already') as string,
    });
  });

  it('are shown anew when something has changed since they were opened', async () => {
    const { document, assignment, token } = await mailed();
    const seen = seenIn((await open(token)).body);
    const { version } = await told.as.manager.get<{ version: number }>(`/api/documents/${document.id}`);
    await told.as.manager.patch(
      `/api/documents/${document.id}`,
      { fields: { address: 'Elsewhere 1' } },
      { 'if-match': `"v${version}"` },
    );
    const again = await decide(token, { seen, outcome: 'approve', comment: 'kept' });
    expect(again.status).toBe(422);
    expect(again.body).toContain('It was changed while you read');
    expect(again.body).toContain('kept</textarea>');
    expect(again.body).toContain('Elsewhere 1');
    expect((await decide(token, { seen: seenIn(again.body), outcome: 'approve', comment: '' })).status).toBe(200);
    expect(await stateOf(assignment.id)).toMatchObject({ state: 'completed', outcome: 'approve' });
  });

  it('explain themselves when they decide nothing any more', async () => {
    const passed = await mailed();
    told.nowMs += 6 * minuteMs;
    await told.act('lawyer', passed.assignment.id, 'forward', { to: 'cfo' });
    expect(await open(passed.token)).toMatchObject({
      status: 410,
      body: expect.stringContaining('This is with somebody else now') as string,
    });
    const closed = await mailed();
    await told.act('lawyer', closed.assignment.id, 'complete', { outcome: 'approve' });
    expect(await open(closed.token)).toMatchObject({
      status: 410,
      body: expect.stringContaining('This is decided already') as string,
    });
    told.nowMs += 6 * minuteMs;
    const late = await mailed();
    await told.sql.query('UPDATE decision_link SET expires_at = $1', [new Date(told.nowMs)]);
    expect(await open(late.token)).toMatchObject({
      status: 410,
      body: expect.stringContaining('no longer valid') as string,
    });
    expect((await decide(late.token, { seen: 'x', outcome: 'approve' })).status).toBe(410);
    expect(await open('A'.repeat(43))).toMatchObject({ status: 404 });
    expect(await open('short')).toMatchObject({ status: 404 });
  });

  it('lead to the sign-in where the organisation wants that', async () => {
    const { assignment, token } = await mailed();
    expect((await told.as.lawyer.call('PATCH', '/api/notification-policy', { decideByLink: false })).status).toBe(403);
    expect(await told.as.admin.patch('/api/notification-policy', { decideByLink: false })).toEqual({
      decideByLink: false,
      linkDays: 14,
    });
    expect(await open(token)).toMatchObject({
      status: 200,
      body: expect.stringContaining('Sign in to decide') as string,
    });
    expect((await decide(token, { seen: 'x', outcome: 'approve' })).status).toBe(200);
    expect(await stateOf(assignment.id)).toMatchObject({ state: 'reserved' });
    await told.as.admin.patch('/api/notification-policy', { decideByLink: true });
  });

  it('are not tried out by the thousand', async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 70; count += 1) statuses.add((await open(`${'B'.repeat(40)}${100 + count}`)).status);
    expect([...statuses]).toEqual([404, 429]);
  });
});
