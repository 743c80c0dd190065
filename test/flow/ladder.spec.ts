import pg from 'pg';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { ClimbLadder } from '../../src/routes/runs/climb-ladder.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly dueAt: string;
  readonly performer?: { login: string };
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;

/** What happens when an assignment is not done in time: reminders, a word to the head, another performer. */
describe('reminders and escalation', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;
  let sql: pg.Client;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    admin = await app.api('admin');
    manager = await app.api('manager');
    sql = new pg.Client(app.databaseUrl);
    await sql.connect();
    const rungs = `<millrace:escalate when="1 working hours before due" do="remind" /><millrace:escalate when="due" do="notify-head" />
      <millrace:escalate when="1 working days after due" do="reassign" to='post("manager2")' />`;
    const route = (id: string, escalations: string) =>
      drawRoute(
        id,
        `<startEvent id="begin" />${flow('begin', 'ask')}<userTask id="ask" name="Call the client"><extensionElements>
         <millrace:assignment performer='post("manager")' due="8 working hours">${escalations}</millrace:assignment></extensionElements></userTask>
         ${flow('ask', 'end')}<endEvent id="end" />`,
      );
    const type = { 'content-type': 'application/xml' };
    await admin.put('/api/routes/test/ladder', route('ladder', rungs), type);
    await admin.put('/api/routes/test/default', route('default', ''), type);
    const nobody = '<millrace:escalate when="due" do="reassign" to="card.industry" />';
    await admin.put('/api/routes/test/nobody', route('nobody', nobody), type);
  }, 60_000);

  afterAll(async () => {
    await sql?.end();
    await app?.stop();
  }, 30_000);

  const start = async (key: string) => {
    const { id } = await manager.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Late client <${(clients += 1)}>` },
    });
    await manager.post(`/api/documents/${id}/runs`, { route: `test/${key}` });
    const { items } = await manager.get<List<Assignment>>(`/api/assignments?mine=true&document=${id}`);
    return { document: id, assignment: items[0] };
  };
  const climbAt = (now: Date) =>
    app.app.get(UnitOfWork).run(systemActor, (context) => app.app.get(ClimbLadder).climb({ ...context, now }));
  const rungsOf = async (id: string) =>
    (
      await sql.query<{ action: string; due_at: Date; done_at: Date | null; result: unknown }>(
        'SELECT action, due_at, done_at, result FROM assignment_rung WHERE assignment_id = $1 ORDER BY rung',
        [id],
      )
    ).rows;
  const lettersOf = async (document: string) =>
    (
      await sql.query<{
        kind: string;
        subject: string;
        recipients: { to: { address: string }[] };
        content: { html: string };
      }>(
        'SELECT kind, subject, recipients, content FROM outgoing_message WHERE document_id = $1 ORDER BY created_at, id',
        [document],
      )
    ).rows;
  const events = async (document: string) =>
    (await admin.get<List<{ event: string }>>(`/api/documents/${document}/history?limit=200`)).items.map(
      ({ event }) => event,
    );

  it('climbs rung by rung at their times, each once, in the language of the recipient', async () => {
    const { document, assignment } = await start('ladder');
    const rungs = await rungsOf(assignment.id);
    expect(rungs.map(({ action }) => action)).toEqual(['remind', 'notify-head', 'reassign']);
    const [first, second, third] = rungs.map(({ due_at }) => due_at) as [Date, Date, Date];
    expect(second.toISOString()).toBe(assignment.dueAt);
    expect(await climbAt(new Date(first.getTime() - 1000))).toBe(0);
    // Two workers at once: one of them does it.
    const climbed = await Promise.all([climbAt(first), climbAt(first), climbAt(first)]);
    expect(climbed.reduce((sum, count) => sum + count)).toBe(1);
    await climbAt(second);
    const letters = await lettersOf(document);
    expect(letters.map(({ kind }) => kind)).toEqual(['assignment-reminder', 'assignment-overdue']);
    const [reminder, overdue] = letters;
    expect(reminder?.content.html).toContain('Late client &#60;1&#62;');
    expect(reminder?.recipients.to).not.toEqual(overdue?.recipients.to);
    await climbAt(third);
    expect(await admin.get(`/api/assignments/${assignment.id}`)).toMatchObject({
      state: 'reserved',
      performer: { login: 'manager2' },
    });
    const told = ['assignment.reminded', 'assignment.escalated', 'assignment.handed-over'];
    expect(await events(document)).toEqual(expect.arrayContaining(told));
    expect(await climbAt(new Date(third.getTime() + 86_400_000))).toBe(0);
  });

  it('waits while it is laid aside, and is over with the assignment', async () => {
    const { assignment } = await start('ladder');
    const later = new Date(Date.parse(assignment.dueAt) + 60_000);
    await manager.post(`/api/assignments/${assignment.id}/suspend`, {});
    expect(await climbAt(later)).toBe(0);
    await manager.post(`/api/assignments/${assignment.id}/resume`, {});
    expect(await climbAt(later)).toBe(2);
    const closed = await start('ladder');
    await manager.post(`/api/assignments/${closed.assignment.id}/complete`, {});
    expect(await climbAt(new Date(Date.parse(closed.assignment.dueAt) + 86_400_000 * 7))).toBe(1);
    expect((await rungsOf(closed.assignment.id)).every(({ done_at }) => done_at === null)).toBe(true);
  });

  it('reminds when it is due where the drawing says nothing', async () => {
    const { document, assignment } = await start('default');
    expect((await rungsOf(assignment.id)).map(({ action }) => action)).toEqual(['remind']);
    await climbAt(new Date(assignment.dueAt));
    expect((await lettersOf(document)).map(({ kind }) => kind)).toEqual(['assignment-reminder']);
  });

  it('shows for attention that there is nobody to turn to', async () => {
    const { document, assignment } = await start('nobody');
    await climbAt(new Date(assignment.dueAt));
    const { items } = await admin.get<List<{ reason: string; message: string }>>(`/api/attention?document=${document}`);
    expect(items).toEqual([expect.objectContaining({ reason: 'escalation-failed' })]);
    expect(await admin.get(`/api/assignments/${assignment.id}`)).toMatchObject({ performer: { login: 'manager' } });
  });
});
