import { PlanPushes } from '../../src/notifications/push/plan-pushes.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { PushReceiver } from '../support/push-receiver.js';
import { ToldApp } from '../support/told-app.js';

/** What people are told of reaches their browsers though these are closed. */
describe('push messages', () => {
  let told: ToldApp;
  let receiver: PushReceiver;

  beforeAll(async () => {
    receiver = await PushReceiver.start();
    told = await ToldApp.start({ environment: { PUSH_LOCAL: 'true' } });
  }, 60_000);

  beforeEach(async () => {
    told.nowMs += 60_000;
    await told.forget();
    await told.sql.query('DELETE FROM push_subscription');
    receiver.received.length = 0;
    receiver.status = 201;
  });

  afterAll(async () => {
    await told?.stop();
    await receiver?.stop();
  }, 30_000);

  const subscribe = (name?: string) => told.as.lawyer.post('/api/me/push/subscriptions', receiver.subscription(name));
  const plan = () =>
    told.running.app.get(UnitOfWork).run(systemActor, (context) => told.running.app.get(PlanPushes).execute(context));

  /** Carries out the jobs that were planned; those that fail stay, as with the worker. Answers how many failed. */
  async function deliver(): Promise<number> {
    const { rows } = await told.sql.query<{ id: string; payload: unknown }>(
      `SELECT j.id, j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'notifications.push'`,
    );
    const handler = told.running.app.get(JobRegistry).all().get('notifications.push');
    let failed = 0;
    for (const { id, payload } of rows) {
      try {
        await handler?.(payload, { attempt: 1, maxAttempts: 8 });
        await told.sql.query('DELETE FROM graphile_worker._private_jobs WHERE id = $1', [id]);
      } catch {
        failed += 1;
      }
    }
    return failed;
  }

  it('say that there is something and its number, signed and encrypted for this browser alone', async () => {
    expect(await subscribe()).toMatchObject({ subscriptions: 1 });
    const { document, assignment } = await told.begin('one');
    await told.tell();
    expect(await plan()).toBe(1);
    expect(await deliver()).toBe(0);
    const [{ message, headers, signed } = fail()] = receiver.received;
    expect(message).toEqual({
      title: 'New assignment',
      body: document.number,
      tag: assignment.id,
      url: `/desk?assignment=${assignment.id}`,
      language: 'en',
      answers: {
        assignment: assignment.id,
        documentVersion: 1,
        choices: [
          { outcome: 'approve', label: 'approve', asks: false },
          { outcome: 'reject', label: 'reject', asks: true },
        ],
      },
    });
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400', urgency: 'high' });
    expect(signed).toMatchObject({ aud: receiver.origin, sub: 'mailto:office@millrace.invalid' });
    // The private key is not in the database as it is.
    const { rows } = await told.sql.query<{ private_key: string }>('SELECT private_key FROM push_key');
    expect(rows[0]?.private_key).toMatch(/^[0-9a-f]{8}\./);
    expect(await plan()).toBe(0);
  });

  it('say what it is about to those who want that', async () => {
    await subscribe();
    await told.as.lawyer.patch('/api/me/notification-settings', { showContent: true });
    await told.begin('one');
    await told.tell();
    await plan();
    await deliver();
    expect(receiver.received[0]?.message.title).toBe('New assignment: Look through');
    expect(receiver.received[0]?.message.body).toContain('Told client');
    await told.as.lawyer.patch('/api/me/notification-settings', { showContent: false });
  });

  it('wait until quiet hours are over, and do not come for what was read or done meanwhile', async () => {
    const noon = told.nowMs;
    await subscribe();
    told.nowMs = Date.parse('2027-02-03T20:00:00Z');
    await told.begin('one');
    const { assignment } = await told.begin('one');
    await told.tell();
    expect(await plan()).toBe(0);
    await told.act('lawyer', assignment.id, 'complete', { outcome: 'approve' });
    await told.tell();
    told.nowMs = Date.parse('2027-02-04T04:59:00Z');
    expect(await plan()).toBe(0);
    told.nowMs = Date.parse('2027-02-04T05:01:00Z');
    expect(await plan()).toBe(1);
    await told.as.lawyer.post('/api/notifications/read', { all: true });
    expect(await deliver()).toBe(0);
    expect(receiver.received).toHaveLength(0);
    told.nowMs = noon;
  });

  it('are tried again after a failure, and come no more to a browser that is gone', async () => {
    await subscribe('one');
    await subscribe('two');
    await told.begin('one');
    await told.tell();
    expect(await plan()).toBe(2);
    receiver.status = 503;
    expect(await deliver()).toBe(2);
    receiver.status = 410;
    expect(await deliver()).toBe(0);
    expect(await told.as.lawyer.get('/api/me/push')).toMatchObject({ subscriptions: 0 });
  });

  it('go to whoever sits at the browser now, and not where somebody else says', async () => {
    await subscribe();
    await told.as.cfo.post('/api/me/push/subscriptions', receiver.subscription());
    expect(await told.as.lawyer.get('/api/me/push')).toMatchObject({ subscriptions: 0 });
    const { endpoint, keys } = receiver.subscription();
    const stolen = { endpoint, keys: { ...keys, auth: Buffer.alloc(16).toString('base64url') } };
    expect((await told.as.lawyer.call('POST', '/api/me/push/subscriptions', stolen)).status).toBe(409);
    await told.as.cfo.post('/api/me/push/unsubscribe', { endpoint });
    expect(await told.as.cfo.get('/api/me/push')).toMatchObject({ subscriptions: 0 });
    for (const given of [{ endpoint: 'ftp://x.y/', keys }, { endpoint, keys: { p256dh: 'x', auth: 'y' } }, {}]) {
      expect((await told.as.cfo.call('POST', '/api/me/push/subscriptions', given)).status).toBe(400);
    }
  });
});

function fail(): never {
  throw new Error('Nothing was received.');
}
