import { TellNotices } from '../../src/notifications/notices/tell-notices.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { ApplySubstitutions } from '../../src/routes/runs/apply-substitutions.job.js';
import { ClimbLadder } from '../../src/routes/runs/climb-ladder.job.js';
import type { List } from '../support/api.js';
import { ToldApp, type Login } from '../support/told-app.js';

/** What people are told of under the bell while assignments go their way. */
describe('notifications', () => {
  let told: ToldApp;

  beforeAll(async () => {
    told = await ToldApp.start();
  }, 60_000);

  beforeEach(async () => {
    told.nowMs += 60_000;
    await told.forget();
  });

  afterAll(() => told?.stop(), 30_000);

  it('tell the performer of a new assignment in the language of the reader, and the starter of the decision', async () => {
    const { document, assignment } = await told.begin('one');
    await told.tell();
    const { items, unread } = await told.bell('lawyer');
    expect(unread).toBe(1);
    expect(items).toMatchObject([
      {
        event: 'assignment.issued',
        label: 'New assignment',
        title: 'New assignment: Look through',
        text: `${document.number} Told client 1 · due Thu 4 Feb 12:01`,
        document: { id: document.id },
        assignment: assignment.id,
        actor: { login: 'admin' },
        readAt: null,
      },
    ]);
    await told.as.lawyer.patch('/api/me', { language: 'ru' });
    expect((await told.bell('lawyer')).items).toMatchObject([
      {
        title: 'Новое поручение: Посмотреть договор',
        text: expect.stringContaining('срок чт 4 февр. 12:01') as string,
      },
    ]);
    await told.as.lawyer.patch('/api/me', { language: 'en' });

    await told.act('lawyer', assignment.id, 'complete', { outcome: 'reject', comment: 'Price too low' });
    await told.tell();
    // What was asked is done: nothing is unread any more.
    expect((await told.bell('lawyer', '?unread=true')).items).toEqual([]);
    expect(await told.as.lawyer.get('/api/notifications/count')).toEqual({ unread: 0 });
    const { items: heard } = await told.bell('admin');
    expect(heard.map(({ event }) => event).sort()).toEqual(['decision.refused', 'route.finished']);
    expect(heard.find(({ event }) => event === 'decision.refused')).toMatchObject({
      title: 'Not passed: Look through – reject',
      text: `${document.number} Told client 1 · Katarzyna Wiśniewska · Price too low`,
    });
  });

  it('are written once, however many jobs look at the same time, and not again later', async () => {
    await Promise.all(Array.from({ length: 10 }, () => told.begin('one')));
    const { rows } = await told.sql.query<{ notices: number }>('SELECT count(*)::int AS notices FROM notice');
    expect(rows[0]?.notices).toBeGreaterThanOrEqual(10);
    const taken = await Promise.all(
      Array.from({ length: 4 }, () =>
        told.running.app.get(UnitOfWork).run(systemActor, (context) => told.running.app.get(TellNotices).take(context)),
      ),
    );
    expect(taken.reduce((sum, count) => sum + count)).toBe(rows[0]?.notices);
    await told.tell();
    expect((await told.bell('lawyer')).unread).toBe(10);
    expect(await told.titles('lawyer')).toHaveLength(10);
  });

  it('stay untold when telling fails, and are told then', async () => {
    await told.begin('one');
    const work = told.running.app.get(UnitOfWork);
    const failing = work.run(systemActor, async (context) => {
      await told.running.app.get(TellNotices).take(context);
      throw new Error('the power goes out');
    });
    await expect(failing).rejects.toThrow('power');
    expect((await told.bell('lawyer')).items).toEqual([]);
    await told.tell();
    expect(await told.events('lawyer')).toEqual(['assignment.issued']);
  });

  it('of something offered go to all who may take it, and are over for the others when one has', async () => {
    const { assignment } = await told.begin('offered');
    await told.tell();
    for (const login of ['head', 'manager', 'manager2'] as const) {
      expect(await told.titles(login)).toEqual(['Offered to you: Look through']);
    }
    await told.act('manager2', assignment.id, 'claim');
    await told.tell();
    const unread = await Promise.all(
      (['head', 'manager', 'manager2'] as const).map(async (login) => (await told.bell(login)).unread),
    );
    expect(unread).toEqual([0, 0, 1]);
    await told.act('manager2', assignment.id, 'release');
    await told.tell();
    expect(await told.titles('manager')).toContain('Free to take again: Look through');
    expect((await told.bell('manager')).unread).toBe(1);
  });

  it('follow an assignment that changes hands', async () => {
    const { assignment } = await told.begin('one');
    await told.tell();
    await told.act('lawyer', assignment.id, 'delegate', { to: 'cfo' });
    await told.tell();
    expect((await told.bell('lawyer')).unread).toBe(0);
    expect(await told.titles('cfo')).toEqual(['Delegated to you: Look through']);
    expect((await told.bell('cfo')).items[0]?.text).toContain('by Katarzyna Wiśniewska');
  });

  it('tell the controller of a report and the performer of what became of it', async () => {
    const { assignment } = await told.begin('controlled');
    await told.act('lawyer', assignment.id, 'complete', { outcome: 'approve', comment: 'Fine' });
    await told.tell();
    expect(await told.bell('head')).toMatchObject({
      unread: 1,
      items: [{ title: 'A report to accept: Look through', text: expect.stringContaining('approve · Fine') as string }],
    });
    await told.act('head', assignment.id, 'return', { reason: 'Look again' });
    await told.tell();
    expect((await told.bell('head')).unread).toBe(0);
    expect((await told.bell('lawyer')).items[0]).toMatchObject({
      title: 'Returned to you: Look through',
      text: expect.stringContaining('Look again') as string,
    });
    await told.act('lawyer', assignment.id, 'complete', { outcome: 'approve' });
    await told.act('head', assignment.id, 'accept');
    await told.tell();
    // It was reported before anybody could be told that it is new.
    expect((await told.events('lawyer')).sort()).toEqual(['assignment.accepted', 'assignment.returned']);
    expect((await told.bell('lawyer')).unread).toBe(1);
  });

  it('tell of more time that is asked for and given', async () => {
    const document = await told.newDocument();
    const { id } = await told.as.manager.post<{ id: string }>(`/api/documents/${document.id}/assignments`, {
      performers: ['lawyer'],
      instruction: 'Read it',
      due: '2 working days',
    });
    const dueAt = new Date(told.nowMs + 10 * 86_400_000).toISOString();
    const asked = await told.as.lawyer.post<{ id: string }>(`/api/assignments/${id}/extend`, {
      dueAt,
      reason: 'It is long',
    });
    await told.tell();
    expect(await told.titles('manager')).toEqual(['More time is asked for: Read it']);
    await told.as.manager.post(`/api/extensions/${asked.id}/grant`, {});
    await told.tell();
    expect((await told.bell('manager')).unread).toBe(0);
    expect(await told.titles('lawyer')).toEqual(
      expect.arrayContaining(['You have more time: Read it', 'New assignment: Read it']),
    );
    await told.as.manager.post(`/api/assignments/${id}/cancel`, { reason: 'No need' });
    await told.tell();
    expect((await told.bell('lawyer')).items[0]).toMatchObject({ title: 'No longer needed: Read it' });
    expect((await told.bell('lawyer', '?unread=true')).items.map(({ event }) => event)).not.toContain(
      'assignment.issued',
    );
  });

  it('tell the performer that it is due, until it is done', async () => {
    const { document, assignment } = await told.begin('one');
    await told.tell();
    const now = new Date(assignment.dueAt);
    await told.running.app
      .get(UnitOfWork)
      .run(systemActor, (context) => told.running.app.get(ClimbLadder).climb({ ...context, now }));
    await told.tell();
    const about = (await told.bell('lawyer')).items.filter(({ document: { id } }) => id === document.id);
    expect(about.map(({ title }) => title)).toEqual(['Reminder: Look through', 'New assignment: Look through']);
    await told.act('lawyer', assignment.id, 'complete', { outcome: 'approve' });
    await told.tell();
    const unread = (await told.bell('lawyer', '?unread=true')).items.filter(
      ({ document: { id } }) => id === document.id,
    );
    expect(unread).toEqual([]);
  });

  describe('and absence', () => {
    afterEach(async () => {
      const { items } = await told.as.admin.get<List<{ id: string; state: string }>>('/api/substitutions?limit=200');
      for (const { id, state } of items) if (state !== 'ended') await told.as.admin.delete(`/api/substitutions/${id}`);
    });
    const absent = (login: Login, substitute: Login) =>
      told.as[login].post('/api/substitutions', {
        substitute,
        startsAt: new Date(told.nowMs).toISOString(),
        endsAt: new Date(told.nowMs + 7 * 86_400_000).toISOString(),
      });

    it('go to the substitute, who is told in whose place', async () => {
      const early = await told.begin('one');
      await told.tell();
      await absent('lawyer', 'clerk');
      await told.running.app.get(ApplySubstitutions).apply();
      const late = await told.begin('one');
      await told.tell();
      const both = [early.document.id, late.document.id];
      const heard = (await told.bell('clerk')).items.filter(({ document }) => both.includes(document.id));
      expect(heard.map(({ title }) => title).sort()).toEqual([
        'New assignment: Look through',
        'Yours to do as substitute: Look through',
      ]);
      expect(heard[0]?.text).toContain('in place of Katarzyna Wiśniewska');
      const unread = (await told.bell('lawyer', '?unread=true')).items;
      expect(unread.filter(({ document }) => document.id === early.document.id)).toEqual([]);
    });

    it('of a report go to whoever may accept it in place of the controller as well', async () => {
      const { assignment } = await told.begin('controlled');
      await absent('head', 'manager2');
      await told.running.app.get(ApplySubstitutions).apply();
      await told.act('lawyer', assignment.id, 'complete', { outcome: 'approve' });
      await told.tell();
      expect(await told.events('head')).toEqual(['assignment.reported']);
      expect(await told.events('manager2')).toEqual([]);
      await told.forget();
    });
  });
});
