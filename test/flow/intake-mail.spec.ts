import { createServer, type AddressInfo } from 'node:net';
import type { Api, List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { until } from '../support/until.js';

interface Doc {
  readonly id: string;
  readonly number: string;
  readonly fields: Record<string, unknown>;
  readonly flags: { code: string }[];
}
interface Item {
  readonly id: string;
  readonly subject: string | null;
  readonly state: string;
  readonly documentId: string | null;
  readonly outcome: { kind?: string; automatic?: string };
}
interface Mailbox {
  readonly name: string;
  readonly state: string;
  readonly stateMessage: string | null;
}

const user = 'docs@test.local';

describe('letters on a real mail server', () => {
  let mail: MailServer;
  let app: RunningApp;
  let admin: Api;

  beforeAll(async () => {
    mail = await startMailServer([user, 'second@test.local']);
    app = await startApp({ environment: { MAILBOX_URL: mail.mailboxUrl(user) } });
    admin = await app.api('admin');
    await reading();
  }, 90_000);

  afterAll(async () => {
    await app?.stop();
    await mail?.stop();
  }, 60_000);

  const mailboxes = async () => (await admin.get<List<Mailbox>>('/api/mailboxes')).items;
  const reading = () => until('the mailbox is read', async () => (await mailboxes())[0]?.state === 'reading');
  const items = async () => (await admin.get<List<Item>>('/api/intake?limit=200')).items;
  /** The arrivals with a subject, when all of them have an outcome. */
  const settled = (subject: string, number = 1, within = 15_000) =>
    until(
      `${number} × "${subject}" settled`,
      async () => {
        const found = (await items()).filter((item) => item.subject === subject && item.state !== 'received');
        return found.length === number && found;
      },
      { within },
    );
  const registered = async (subject: string): Promise<Doc> => {
    const [item] = await settled(subject);
    expect(item).toMatchObject({ state: 'registered', documentId: expect.any(String) });
    return admin.get<Doc>(`/api/documents/${item?.documentId}`);
  };
  const send = (subject: string, text: string, more: Record<string, unknown> = {}) =>
    mail.deliver(user, { from: 'Ann Lee <ann@example.com>', subject, text, ...more });

  it.each([
    [
      'en',
      'Company: Amber\nContact: Ann Lee\nPhone: +44 20 7946 0958\nTax number: 110053842\nText: Two pumps,\nplease.',
    ],
    [
      'ru',
      'Компания: Amber\nКонтактное лицо: Ann Lee\nТелефон: +44 20 7946 0958\nИНН: 110053842\nСообщение: Two pumps,\nplease.',
    ],
    [
      'pl',
      'Firma: Amber\nOsoba kontaktowa: Ann Lee\nTelefon: +44 20 7946 0958\nNIP: 110053842\nTreść: Two pumps,\nplease.',
    ],
    [
      'lt',
      'Įmonė: Amber\nKontaktinis asmuo: Ann Lee\nTelefonas: +44 20 7946 0958\nĮmonės kodas: 110053842\nTekstas: Two pumps,\nplease.',
    ],
  ])('in the agreed form fill the card (%s)', async (language, text) => {
    await send(`Form ${language}`, text);
    const document = await registered(`Form ${language}`);
    expect(document.fields).toMatchObject({
      company: 'Amber',
      contact: 'Ann Lee',
      phone: '+442079460958',
      taxNumber: '110053842',
      email: 'ann@example.com',
      text: 'Two pumps,\nplease.',
    });
    expect(document.flags).toEqual([]);
  });

  it('become a document within a second of their delivery', async () => {
    await send('Quick', 'Company: Amber\nPhone: +44 20 7946 0958');
    const start = Date.now();
    await until(
      'registered',
      async () => (await items()).some(({ subject, state }) => subject === 'Quick' && state === 'registered'),
      {
        every: 10,
      },
    );
    expect(Date.now() - start).toBeLessThan(1000);
  });

  it('bring their attachments, and not the pictures of their text', async () => {
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await send('Attached', 'Company: Amber\nPhone: +44 20 7946 0958', {
      html: '<p>Company: Amber<br>Phone: +44 20 7946 0958</p><img src="cid:logo">',
      attachments: [
        { filename: 'Sąmata № 5.pdf', content: '%PDF-1.4', contentType: 'application/pdf' },
        { filename: 'image001.png', content: pixel, cid: 'logo' },
      ],
    });
    const { id } = await registered('Attached');
    const files = await admin.get<List<{ name: string; role: string }>>(`/api/documents/${id}/files`);
    const attachments = files.items.filter(({ role }) => role === 'attachment');
    expect(attachments.map(({ name }) => name)).toEqual(['Sąmata № 5.pdf']);
  });

  it('of HTML alone are read too', async () => {
    await mail.deliver(user, {
      from: 'ann@example.com',
      subject: 'Table',
      html: '<table><tr><td><b>Įmonė</b></td><td>Amber</td></tr><tr><td>Telefonas</td><td>+370 612 34567</td></tr></table>',
    });
    expect((await registered('Table')).fields).toMatchObject({ company: 'Amber', phone: '+37061234567' });
  });

  it('in no known form are registered and flagged', async () => {
    await send('Plain', 'Could somebody call me about pumps?');
    const document = await registered('Plain');
    expect(document.flags.map(({ code }) => code)).toContain('letter-not-in-form');
    expect(document.fields).toMatchObject({ text: 'Could somebody call me about pumps?', email: 'ann@example.com' });
  });

  it('that come twice are registered once', async () => {
    for (let time = 0; time < 2; time += 1) {
      await send('Twice', 'Company: Amber\nPhone: +44 20 7946 0958', { messageId: '<twice@example.com>' });
    }
    expect((await settled('Twice', 2)).map(({ state }) => state).sort()).toEqual(['duplicate', 'registered']);
  });

  it('of absent people are set aside', async () => {
    await send('Away', 'I am away.', { headers: { 'Auto-Submitted': 'auto-replied' } });
    expect(await settled('Away')).toMatchObject([{ state: 'ignored', outcome: { automatic: 'auto-reply' } }]);
  });

  it('that name a registration number join its document', async () => {
    await send('First', 'Company: Amber\nPhone: +44 20 7946 0958');
    const document = await registered('First');
    const subject = `Re: [${document.number}] pumps`;
    await send(subject, 'Three, not two.\n\nOn 2.11.2026 10:00, Office <o@x.example> wrote:\n> How many?', {
      attachments: [{ filename: 'list.txt', content: 'three' }],
    });
    expect(await settled(subject)).toMatchObject([{ documentId: document.id, outcome: { kind: 'joined' } }]);
    const comments = await admin.get<List<{ text: string }>>(`/api/documents/${document.id}/comments`);
    expect(comments.items[0]?.text).toContain('Three, not two.');
    expect(comments.items[0]?.text).not.toContain('How many?');
    const files = await admin.get<List<{ name: string }>>(`/api/documents/${document.id}/files`);
    expect(files.items.map(({ name }) => name)).toContain('list.txt');
  });

  it('arrive after the server was killed while nothing happened, and the outage is shown', async () => {
    await mail.kill();
    await until('the mailbox is down', async () => (await mailboxes())[0]?.state === 'down', { within: 20_000 });
    expect((await mailboxes())[0]?.stateMessage).toBeTruthy();
    await mail.restart();
    await send('After', 'Company: Amber\nPhone: +44 20 7946 0958');
    await settled('After', 1, 30_000);
    await reading();
  }, 60_000);

  it('of a mailbox made anew are read again without being registered again', async () => {
    const before = await items();
    await mail.renewUidValidity(user);
    await send('Renewed', 'Company: Amber\nPhone: +44 20 7946 0958');
    await settled('Renewed', 1, 30_000);
    const fresh = await until('all are looked at again', async () => {
      const now = (await items()).filter((item) => !before.some(({ id }) => id === item.id));
      return now.length > 5 && now.every(({ state }) => state !== 'received') && now;
    });
    const again = fresh.filter(({ subject }) => subject !== 'Renewed');
    expect(again.filter(({ state }) => state === 'registered')).toEqual([]);
  }, 60_000);

  it('of a second mailbox are read as soon as it is added', async () => {
    await admin.post('/api/mailboxes', { url: mail.mailboxUrl('second@test.local') });
    await mail.deliver('second@test.local', { from: 'ann@example.com', subject: 'Second', text: 'Hello' });
    await registered('Second');
  });

  it('broken beyond reading are registered with their raw form', async () => {
    const raw = Buffer.concat([
      Buffer.from('From: ann@example.com\r\nSubject: Broken\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'),
      Buffer.from('--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n'.repeat(5000)),
    ]);
    await mail.fill(user, [raw]);
    const document = await registered('Broken');
    expect(document.flags.map(({ code }) => code)).toContain('letter-too-many-parts');
  });

  it('tries a mailbox that is down at once when somebody asks for it', async () => {
    let tries = 0;
    const server = createServer((socket) => {
      tries += 1;
      socket.destroy();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    try {
      const { port } = server.address() as AddressInfo;
      const url = `imap://a:b@127.0.0.1:${port}/INBOX?stream=requests`;
      const { id } = await admin.post<{ id: string }>('/api/mailboxes', { url });
      await until('it was tried five times', () => tries >= 5);
      // By itself it waits for four seconds at least now.
      const before = tries;
      await admin.post(`/api/mailboxes/${id}/retry`, {});
      await until('it was tried again', () => tries > before, { within: 3_500 });
      await admin.patch(`/api/mailboxes/${id}`, { active: false });
    } finally {
      server.close();
    }
  });
});
