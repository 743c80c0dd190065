import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { DataSource } from 'typeorm';
import { systemActor } from '../../src/organisation/directory/actors.js';
import type { AttachmentSource } from '../../src/output/mail/attachment-source.js';
import { composeMail } from '../../src/output/mail/compose-mail.js';
import { MailQueue, type MailToQueue, type QueuedMail } from '../../src/output/mail/mail-queue.js';
import { MailDelayed, MailSender } from '../../src/output/mail/mail-sender.js';
import type { OutgoingMessageRow } from '../../src/output/mail/outgoing-message.js';
import { SendMailJob } from '../../src/output/mail/send-mail.job.js';
import { compileTemplate } from '../../src/output/templates/compile-template.js';
import { loadTemplates } from '../../src/output/templates/load-templates.js';
import { publishTemplates, TemplateStore } from '../../src/output/templates/template.store.js';
import { Clock } from '../../src/platform/clock.js';
import { ChangeFeed } from '../../src/platform/database/change-feed.js';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { JobQueue } from '../../src/platform/jobs/job-queue.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** A mail server that takes what it is told to take. */
interface Listener {
  readonly url: string;
  readonly mails: ParsedMail[];
  /** Answers the next mail's DATA with this code and text instead of taking it. */
  refuseNext(code: number, text: string): void;
  stop(): Promise<void>;
}

async function listen(): Promise<Listener> {
  const mails: ParsedMail[] = [];
  const refusals: Error[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody') ? Object.assign(new Error('No such person'), { responseCode: 550 }) : null),
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        const refusal = refusals.shift();
        if (!refusal) mails.push(mail);
        done(refusal);
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    refuseNext: (responseCode, text) => void refusals.push(Object.assign(new Error(text), { responseCode })),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const attachments: AttachmentSource = {
  read: (fileId) =>
    fileId === 'gone'
      ? Promise.reject(new Error('There is no file gone to attach.'))
      : Promise.resolve({ name: 'Sutartis „Ąžuolas“.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7') }),
};

const letter: MailToQueue = {
  kind: 'sales/request-receipt',
  documentId: null,
  to: [{ address: 'anna@client.test', name: 'Анна' }],
  subject: 'Užklausa R-2026-00001 gauta',
  html: '<p>Ačiū! <strong>R-2026-00001</strong></p>',
  inReplyTo: '<letter-1@client.test>',
  references: ['<letter-0@client.test>'],
  autoSubmitted: 'auto-replied',
};

let database: TestDatabase;
let dataSource: DataSource;
let unitOfWork: UnitOfWork;
let listener: Listener;
let sender: MailSender;
let queue: MailQueue;
let job: SendMailJob;
let folder: string;

beforeAll(async () => {
  [database, listener, folder] = await Promise.all([
    createTestDatabase(),
    listen(),
    mkdtemp(join(tmpdir(), 'millrace-mail-')),
  ]);
  dataSource = await new DataSource(dataSourceOptions(database.url, 4)).initialize();
  unitOfWork = new UnitOfWork(dataSource, new Clock());
  sender = new MailSender({ smtpUrl: listener.url, dataDir: folder });
  const secrets = new SecretBox({ secretKey: '7'.repeat(64), previousSecretKeys: [] });
  queue = new MailQueue({ mailFrom: 'Millrace <office@firm.test>' }, new JobQueue(), secrets);
  job = new SendMailJob(new JobRegistry(), unitOfWork, sender, secrets, attachments);
});

afterAll(async () => {
  sender.onModuleDestroy();
  await listener.stop();
  await dataSource.destroy();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  listener.mails.length = 0;
});

function add(changes: Partial<MailToQueue> = {}): Promise<QueuedMail> {
  return unitOfWork.run(systemActor, (ctx) => queue.add(ctx, { ...letter, ...changes }));
}

async function row(id: string): Promise<OutgoingMessageRow> {
  const [found] = await unitOfWork.read<OutgoingMessageRow>('SELECT * FROM outgoing_message WHERE id = $1', [id]);
  if (!found) throw new Error(`expected the message ${id}`);
  return found;
}

const firstTry = { attempt: 1, maxAttempts: 25 };

describe('a queued mail', () => {
  it('is a row and a job of the same transaction', async () => {
    const { id, messageId } = await add();
    expect(await row(id)).toMatchObject({
      state: 'queued',
      attempts: 0,
      message_id: messageId,
      kind: 'sales/request-receipt',
    });
    const jobs = await unitOfWork.read<{ key: string }>('SELECT key FROM graphile_worker.jobs WHERE key = $1', [
      `mail:${id}`,
    ]);
    expect(jobs).toHaveLength(1);

    let undone = '';
    await expect(
      unitOfWork.run(systemActor, async (ctx) => {
        undone = (await queue.add(ctx, letter)).id;
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await unitOfWork.read('SELECT 1 FROM outgoing_message WHERE id = $1', [undone])).toEqual([]);
    expect(await unitOfWork.read('SELECT 1 FROM graphile_worker.jobs WHERE key = $1', [`mail:${undone}`])).toEqual([]);
  });

  it('arrives as it was written, once', async () => {
    const { id, messageId } = await add({ attachments: ['file-1'] });
    await job.run({ id }, firstTry);
    await job.run({ id }, firstTry);
    expect(listener.mails).toHaveLength(1);
    const [mail] = listener.mails;
    expect(mail).toMatchObject({
      messageId,
      subject: letter.subject,
      inReplyTo: '<letter-1@client.test>',
      references: ['<letter-0@client.test>', '<letter-1@client.test>'],
    });
    expect(mail?.headers.get('auto-submitted')).toBe('auto-replied');
    expect(mail?.text).toContain('Ačiū! R-2026-00001');
    expect(mail?.attachments.map(({ filename }) => filename)).toEqual(['Sutartis „Ąžuolas“.pdf']);
    expect(await row(id)).toMatchObject({
      state: 'sent',
      attempts: 1,
      answer: expect.stringContaining('250') as string,
    });
  });

  it('with the same key is the same mail, also when both are queued at once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => add({ key: 'receipt-0193' })));
    expect(all.map(({ messageId }) => messageId)).toEqual(Array(3).fill('<receipt-0193@firm.test>'));
    expect(all.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  });

  it('is tried again after a temporary refusal, and keeps its Message-ID', async () => {
    const { id, messageId } = await add();
    listener.refuseNext(451, 'Greylisted, come again');
    await expect(job.run({ id }, firstTry)).rejects.toThrow(MailDelayed);
    expect(await row(id)).toMatchObject({
      state: 'queued',
      attempts: 1,
      answer: expect.stringContaining('Greylisted') as string,
    });
    await job.run({ id }, { attempt: 2, maxAttempts: 25 });
    expect(listener.mails.map((mail) => mail.messageId)).toEqual([messageId]);
    expect(await row(id)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('fails with the answer of the server when that is final', async () => {
    const unknown = await add({ to: [{ address: 'nobody@client.test' }] });
    await job.run({ id: unknown.id }, firstTry);
    expect(await row(unknown.id)).toMatchObject({
      state: 'failed',
      answer: expect.stringContaining('No such person') as string,
    });

    const spam = await add();
    listener.refuseNext(554, 'Looks like spam');
    await job.run({ id: spam.id }, firstTry);
    expect(await row(spam.id)).toMatchObject({
      state: 'failed',
      answer: expect.stringContaining('554') as string,
      sent_at: null,
    });
    expect(listener.mails).toEqual([]);
  });

  it('fails after the last try, and says why', async () => {
    const { id } = await add({ attachments: ['gone'] });
    await expect(job.run({ id }, { attempt: 25, maxAttempts: 25 })).rejects.toThrow('no file gone');
    expect(await row(id)).toMatchObject({ state: 'failed', answer: 'There is no file gone to attach.' });
  });

  it('is refused for an address that is none', async () => {
    await expect(add({ to: [{ address: 'not an address' }] })).rejects.toThrow('is not a mail address');
  });
});

describe('the sender', () => {
  const composed = () =>
    composeMail({
      messageId: '<x-1@firm.test>',
      date: new Date('2026-11-22T10:00:00Z'),
      from: { address: 'office@firm.test' },
      to: [{ address: 'anna@client.test' }],
      subject: 'Ž',
      html: '<p>ž</p>',
    });

  it('writes whole files where there is no server, one for each mail', async () => {
    const outbox = new MailSender({ smtpUrl: undefined, dataDir: folder });
    await outbox.send(composed());
    const { answer } = await outbox.send(composed());
    const names = await readdir(join(folder, 'outbox'));
    expect(names).toHaveLength(1);
    expect(answer).toBe(`written to ${join(folder, 'outbox', names[0] ?? '')}`);
    const mail = await simpleParser(await readFile(join(folder, 'outbox', names[0] ?? '')));
    expect(mail).toMatchObject({ messageId: '<x-1@firm.test>', subject: 'Ž' });
    expect(await outbox.verify()).toContain('outbox');
  });

  it('asks for another try when nobody answers, and says whose server it is', async () => {
    const gone = await listen();
    await gone.stop();
    const nobody = new MailSender({ smtpUrl: gone.url, dataDir: folder });
    await expect(nobody.send(composed())).rejects.toThrow(/The mail server 127\.0\.0\.1:\d+ did not take the mail/);
    await expect(nobody.verify()).rejects.toThrow('ECONNREFUSED');
    nobody.onModuleDestroy();
  });

  it('says how SMTP_URL is written', () => {
    for (const smtpUrl of ['mail.firm.test', 'http://mail.firm.test', 'smtp://']) {
      expect(() => new MailSender({ smtpUrl, dataDir: folder })).toThrow('SMTP_URL: expected smtp://');
    }
  });
});

describe('published templates', () => {
  it('replace the ones before only when they changed and work', async () => {
    const store = new TemplateStore(unitOfWork, new ChangeFeed(database.url));
    const { templates } = await loadTemplates('templates');
    const publish = (list: typeof templates): Promise<string[]> =>
      unitOfWork.run(systemActor, ({ tx, now }) => publishTemplates(tx, now, list));
    expect(await publish(templates)).toHaveLength(templates.length);
    expect(await publish(templates)).toEqual([]);
    await store.refresh();
    expect(store.all().map(({ key, version }) => [key, version])).toEqual(templates.map(({ key }) => [key, 1]));

    const contract = store.get('sales/contract');
    const changed = compileTemplate({
      ...contract.source,
      hbs: contract.source.hbs.replace('<h1>', '<h1 class="big">'),
    });
    if (!('template' in changed)) throw new Error('expected a template');
    expect(await publish([changed.template])).toEqual(['sales/contract']);
    await store.refresh();
    expect(store.get('sales/contract')).toMatchObject({ version: 2, hash: changed.template.hash });

    const broken = { ...contract.source, hbs: '{{#if}}' };
    await dataSource.query(
      `INSERT INTO template_version (key, version, hash, source, published_at) VALUES ('sales/contract', 3, 'x', $1, now())`,
      [JSON.stringify(broken)],
    );
    await store.refresh();
    expect(store.get('sales/contract')).toMatchObject({ version: 2 });
    const restarted = new TemplateStore(unitOfWork, new ChangeFeed(database.url));
    await restarted.refresh();
    expect(restarted.get('sales/contract')).toMatchObject({ version: 2 });
    expect(() => store.get('sales/nothing')).toThrow(
      'There is no template "sales/nothing". Templates: sales/approval-sheet',
    );
  });
});
