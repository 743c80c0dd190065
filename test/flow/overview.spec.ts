import { SendJob } from '../../src/notifications/letters/send.job.js';
import { SendMailJob } from '../../src/output/mail/send-mail.job.js';
import { startSmtpListener, type SmtpListener } from '../support/smtp-listener.js';
import { ToldApp } from '../support/told-app.js';

/** The day of a person in a letter, on working days at the time that the person chose. */
describe('the daily overview', () => {
  let told: ToldApp;
  let smtp: SmtpListener;

  beforeAll(async () => {
    smtp = await startSmtpListener();
    told = await ToldApp.start({ environment: { SMTP_URL: smtp.url } });
  }, 60_000);
  afterAll(async () => {
    await told?.stop();
    await smtp?.stop();
  }, 30_000);

  const letters = async () =>
    (
      await told.sql.query<{ subject: string; content: { html: string; text: string } }>(
        `SELECT subject, content FROM outgoing_message WHERE kind = 'notification-overview' ORDER BY created_at, id`,
      )
    ).rows;
  const send = () => told.running.app.get(SendJob).sendAll();
  const at = (iso: string) => (told.nowMs = Date.parse(iso));

  it('tells what is overdue, due today and waiting for control, once on a working day, and nothing on others', async () => {
    // Wednesday noon in Vilnius; the lawyer wants it at 08:00.
    at('2027-02-03T10:00:00Z');
    await told.as.lawyer.patch('/api/me/notification-settings', { overview: true, digestAt: '08:00' });
    await told.as.head.patch('/api/me/notification-settings', { overview: true, digestAt: '07:30' });
    const { document } = await told.begin('one');
    const { assignment } = await told.begin('controlled');
    await told.act('lawyer', assignment.id, 'complete', { outcome: 'approve' });
    await send();
    expect(await letters()).toEqual([]);
    // Due on Thursday at 12:01: on Thursday morning that is today.
    at('2027-02-04T06:00:00Z');
    await Promise.all([send(), send()]);
    await send();
    const [head, lawyer] = (await letters()).sort((one, other) => one.content.text.localeCompare(other.content.text));
    expect(await letters()).toHaveLength(2);
    expect(lawyer?.subject).toBe('Your day in Millrace: due today: 1');
    expect(lawyer?.content.text).toContain(`${document.number} Told client`);
    expect(head?.subject).toBe('Your day in Millrace: waiting for your control: 1');
    expect(head?.content.text).toContain('Katarzyna Wiśniewska');
    at('2027-02-05T06:30:00Z');
    await send();
    expect((await letters()).map(({ subject }) => subject)).toContain('Your day in Millrace: overdue: 1');
    const before = (await letters()).length;
    // Saturday and Sunday.
    for (const day of ['2027-02-06T09:00:00Z', '2027-02-07T09:00:00Z']) {
      at(day);
      await send();
    }
    expect(await letters()).toHaveLength(before);
    at('2027-02-08T06:30:00Z');
    await send();
    expect((await letters()).length).toBeGreaterThan(before);
  });

  it('speaks the language and the time of the reader, and stops when it is not wanted any more', async () => {
    // 08:00 in New York is 15:00 in Vilnius. Sessions have ended meanwhile.
    at('2027-02-09T10:00:00Z');
    const lawyer = await told.running.api('lawyer');
    await lawyer.patch('/api/me', { language: 'ru' });
    await lawyer.patch('/api/me/notification-settings', { timeZone: 'America/New_York' });
    const before = (await letters()).length;
    await send();
    expect((await letters()).filter(({ subject }) => subject.startsWith('Ваш день'))).toEqual([]);
    at('2027-02-09T13:30:00Z');
    await send();
    const russian = (await letters()).filter(({ subject }) => subject.startsWith('Ваш день'));
    expect(russian.map(({ subject }) => subject)).toEqual(['Ваш день в Millrace: просрочено: 1']);
    expect((await letters()).length).toBeGreaterThan(before);
    await lawyer.patch('/api/me/notification-settings', { overview: false });
    at('2027-02-10T20:00:00Z');
    await send();
    expect((await letters()).filter(({ subject }) => subject.startsWith('Ваш день'))).toHaveLength(1);
  });

  it('arrives by mail, with a text for programs that show no pages', async () => {
    const { rows } = await told.sql.query<{ id: string }>(
      `SELECT id FROM outgoing_message WHERE kind = 'notification-overview' AND state = 'queued'`,
    );
    for (const { id } of rows) await told.running.app.get(SendMailJob).run({ id }, { attempt: 1, maxAttempts: 25 });
    const mail = smtp.all().find(({ subject }) => subject?.startsWith('Ваш день'));
    expect(mail?.html).toContain('Открыть рабочий стол');
    expect(mail?.text).toContain('Просрочено (1)');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
  });
});
