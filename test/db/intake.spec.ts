import { IntakeItems } from '../../src/intake/items/intake-items.js';
import { FileStore } from '../../src/platform/files/file-store.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { newId } from '../../src/platform/ids.js';
import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { IntakeDesk, letter } from './intake-letters.js';

interface Doc {
  readonly id: string;
  readonly number: string;
  readonly fields: Record<string, unknown>;
  readonly flags: { path: string; code: string; value?: string }[];
}
type List<Item> = { readonly items: Item[] };
type FileItem = Readonly<Record<'id' | 'name' | 'role' | 'type', string>>;

let app: RunningApp;
let desk: IntakeDesk;
let clerk: Api;

beforeAll(async () => {
  app = await startApp({ worker: false });
  desk = new IntakeDesk(app);
  clerk = await app.api('clerk');
}, 60_000);

afterAll(async () => {
  await app?.stop();
}, 30_000);

const documentOf = async (itemId: string): Promise<Doc> => {
  const { documentId } = await desk.item(itemId);
  return clerk.get<Doc>(`/api/documents/${documentId}`);
};
const count = async (table: string): Promise<number> => {
  const [row] = await desk.work.read<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return row?.count ?? -1;
};

describe('a letter', () => {
  it('in the agreed form becomes a document with its files, and closes its item', async () => {
    const raw = [
      'From: Jan <jan@example.pl>\nMessage-ID: <full@example.pl>\nSubject: Pompa\nMIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b\n',
      '--b\nContent-Type: text/html; charset=utf-8\n',
      '<table><tr><td>Firma</td><td>Alfa</td></tr><tr><td>NIP</td><td>526-025-02-74</td></tr></table><script>x()</script>',
      '--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="plan.pdf"\n',
      '%PDF-1.4 test\n--b--\n',
    ].join('\n');
    const { id, outcome } = await desk.take(raw);
    expect(outcome).toMatchObject({ kind: 'registered', number: expect.stringMatching(/^R-\d{4}-\d{5}$/) });
    const document = await documentOf(id);
    expect(document.fields).toMatchObject({
      company: 'Alfa',
      taxNumber: '5260250274',
      email: 'jan@example.pl',
      contact: 'Jan',
      subject: 'Pompa',
    });
    expect(document.flags).toEqual([]);
    const { items } = await clerk.get<List<FileItem>>(`/api/documents/${document.id}/files`);
    const byName = new Map(items.map((file) => [file.name, file]));
    expect([...byName.keys()].sort()).toEqual(['letter.eml', 'letter.html', 'plan.pdf']);
    expect(byName.get('plan.pdf')).toMatchObject({ role: 'attachment', type: 'application/pdf' });
    expect(byName.get('letter.eml')).toMatchObject({ role: 'raw', type: 'message/rfc822' });
    const safe = await clerk.bytes(`/api/files/${byName.get('letter.html')?.id}/content`);
    expect(safe.toString('utf8')).not.toContain('<script');
    expect(await desk.item(id)).toMatchObject({ state: 'registered', documentId: document.id });
  });

  it('in no known form is registered and flagged, and what breaks the card is shown', async () => {
    const { id } = await desk.take(letter('Hello', 'Please call.\nPhone: not a number'));
    const document = await documentOf(id);
    expect(document.flags.map(({ code }) => code).sort()).toEqual(['letter-not-in-form', 'not-a-phone']);
    expect(document.flags.find(({ code }) => code === 'not-a-phone')).toMatchObject({
      path: 'fields.phone',
      value: 'not a number',
    });
    expect(document.fields).not.toHaveProperty('phone');
  });

  it('processed again, or by two at once, is registered once', async () => {
    const before = await count('document');
    const id = await desk.arrive(letter('Once', 'Company: A\nPhone: +48 22 123 45 67'));
    await Promise.allSettled([desk.process(id), desk.process(id), desk.process(id)]);
    expect(await desk.process(id)).toBeUndefined();
    expect(await desk.item(id)).toMatchObject({ state: 'registered' });
    expect(await count('document')).toBe(before + 1);
  });

  it('that was registered by a try which could not say so is found', async () => {
    const { id, outcome } = await desk.take(letter('Crash', 'Company: A\nPhone: +48 22 123 45 67'));
    await desk.work.run(systemActor, ({ tx }) =>
      tx.query(`UPDATE intake_item SET state = 'received', document_id = NULL, outcome = '{}' WHERE id = $1`, [id]),
    );
    const before = await count('document');
    expect(await desk.process(id)).toMatchObject({
      kind: 'registered',
      documentId: outcome.kind === 'registered' && outcome.documentId,
    });
    expect(await count('document')).toBe(before);
  });

  it('that came before is noted beside the first', async () => {
    const raw = letter('Twice', 'Company: A\nPhone: +48 22 123 45 67');
    const first = await desk.take(raw);
    const second = await desk.take(raw);
    expect(second.outcome).toMatchObject({ kind: 'duplicate', of: first.id });
    const bare = raw.replace(/^Message-ID:.*\n/m, '').replace('Twice', 'Twice, no id');
    await desk.take(bare);
    expect((await desk.take(bare)).outcome).toMatchObject({ kind: 'duplicate' });
  });

  it('with the Message-ID of another one, but other content, is no repeat', async () => {
    await desk.take(letter('Report', 'one').replace(/<.*@example.pl>\nSubject/, '<same@example.pl>\nSubject'));
    const other = letter('Another', 'two').replace(/<.*@example.pl>\nSubject/, '<same@example.pl>\nSubject');
    expect((await desk.take(other)).outcome.kind).toBe('registered');
  });

  it('of two that wait, lets exactly one be registered', async () => {
    const raw = letter('Race', 'Company: A\nPhone: +48 22 123 45 67');
    const ids = [await desk.arrive(raw), await desk.arrive(raw)];
    const outcomes = await Promise.all(ids.map((id) => desk.process(id)));
    expect(outcomes.map((outcome) => outcome?.kind).sort()).toEqual(['duplicate', 'registered']);
  });

  it('sent by a program in answer is set aside; a person can have it registered', async () => {
    const { id, outcome } = await desk.take(letter('Automatic reply: x', 'away', 'Auto-Submitted: auto-replied\n'));
    expect(outcome).toMatchObject({ kind: 'ignored', automatic: 'auto-reply' });
    expect(await desk.item(id)).toMatchObject({ state: 'ignored', documentId: null });
    await clerk.post(`/api/intake/${id}/retry`);
    expect((await desk.process(id))?.kind).toBe('registered');
  });

  it('for a stream that is not there fails visibly and can be run again', async () => {
    const { id, outcome } = await desk.take(letter('Lost', 'x'), 'nowhere');
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining('nowhere') });
    const { items } = await clerk.get<List<{ id: string }>>('/api/intake?state=failed');
    expect(items.map((item) => item.id)).toContain(id);
    await desk.work.run(systemActor, ({ tx }) =>
      tx.query(`UPDATE intake_item SET stream = 'requests' WHERE id = $1`, [id]),
    );
    await clerk.post(`/api/intake/${id}/retry`);
    expect((await desk.process(id))?.kind).toBe('registered');
    expect((await clerk.call('POST', `/api/intake/${id}/retry`)).status).toBe(409);
  });

  it('whose bytes are gone is tried again, and in the end registered bare', async () => {
    const id = await desk.arrive(letter('Damaged', 'x'));
    await desk.work.run(systemActor, ({ tx }) =>
      tx.query('UPDATE intake_item SET raw_sha256 = $2 WHERE id = $1', [id, 'f'.repeat(64)]),
    );
    await expect(desk.process(id, 1)).rejects.toThrow();
    expect(await desk.item(id)).toMatchObject({ state: 'received', attempts: 1 });
    expect((await desk.process(id, 6))?.kind).toBe('registered');
    const document = await documentOf(id);
    expect(document.flags).toMatchObject([{ code: 'intake-failed' }]);
    expect(document.fields).toMatchObject({ subject: 'Damaged' });
  });
});

describe('an answer', () => {
  const outgoing = async (documentId: string, to = 'somebody@example.net'): Promise<string> => {
    const messageId = `<${newId()}@millrace.example>`;
    await desk.work.run(systemActor, ({ tx, now }) =>
      tx.query(
        `INSERT INTO outgoing_message (id, document_id, message_id, kind, recipients, subject, content, state, created_at)
         VALUES ($1, $2, $3, 'letter', $5, 'x', '{}', 'sent', $4)`,
        [newId(), documentId, messageId, now, { to: [{ address: to }], cc: [] }],
      ),
    );
    return messageId;
  };
  const subject = async () => documentOf((await desk.take(letter('Start', 'Company: A\nPhone: +48 22 123 45 67'))).id);

  it('to a letter of ours joins its document as comment and files, once', async () => {
    const document = await subject();
    const id = await desk.arrive(
      letter(
        'Re: hello',
        'Yes, please.\n\nOn 1.11.2026 10:00, Office <o@x.example> wrote:\n> Company: Other',
        `In-Reply-To: ${await outgoing(document.id)}\n`,
      ),
    );
    const before = await count('document');
    expect(await desk.process(id)).toMatchObject({ kind: 'joined', documentId: document.id });
    expect(await desk.process(id)).toBeUndefined();
    expect(await count('document')).toBe(before);
    const { items } = await clerk.get<List<{ text: string }>>(`/api/documents/${document.id}/comments`);
    expect(items).toHaveLength(1);
    expect(items[0]?.text).toContain('Yes, please.');
    expect(items[0]?.text).toContain('jan@example.pl');
    expect(items[0]?.text).not.toContain('Company: Other');
    const files = await clerk.get<List<FileItem>>(`/api/documents/${document.id}/files`);
    expect(files.items.filter(({ role }) => role === 'raw')).toHaveLength(2);
  });

  it('that names the registration number joins that document', async () => {
    const document = await subject();
    const { outcome } = await desk.take(letter(`Fwd: about ${document.number}!`, 'More details.'));
    expect(outcome).toMatchObject({ kind: 'joined', documentId: document.id, number: document.number });
  });

  it('of an outsider is registered by itself, linked to the document that it names', async () => {
    const document = await subject();
    const outsider = (title: string, more = '') =>
      letter(title, 'Me too.', more).replace('jan@example.pl', 'eve@example.org');
    const named = await desk.take(outsider(`About ${document.number}`));
    const cited = await desk.take(outsider('Re: x', `In-Reply-To: ${await outgoing(document.id)}\n`));
    for (const { id, outcome } of [named, cited]) {
      expect(outcome.kind).toBe('registered');
      const { documentId } = await desk.item(id);
      expect(documentId).not.toBe(document.id);
      const links = await clerk.get<List<{ kind: string; to: { id: string } }>>(`/api/documents/${documentId}/links`);
      expect(links.items).toMatchObject([{ kind: 'mentions', to: { id: document.id } }]);
    }
    expect((await clerk.get<List<unknown>>(`/api/documents/${document.id}/comments`)).items).toEqual([]);
  });

  it('of whom we wrote to, or of the client of the document, joins it', async () => {
    const document = await subject();
    const from = (address: string) =>
      desk.take(letter(`About ${document.number}`, `From ${address}`).replace('jan@example.pl', address));
    await outgoing(document.id, 'Partner@example.org');
    expect((await from('partner@example.org')).outcome).toMatchObject({ kind: 'joined', documentId: document.id });
    expect((await from('office@client.example')).outcome.kind).toBe('registered');
    const client = await clerk.post<Doc>('/api/streams/clients/documents', {
      fields: { name: 'Client', email: 'office@client.example' },
    });
    await desk.work.run(systemActor, ({ tx, now, actor }) =>
      tx.query(
        `INSERT INTO document_link (id, kind, from_id, to_id, created_at, created_by)
         VALUES ($1, 'field:client', $2, $3, $4, $5)`,
        [newId(), document.id, client.id, now, actor.id],
      ),
    );
    expect((await from('Office@client.example')).outcome).toMatchObject({ kind: 'joined', documentId: document.id });
  });

  it('brings its files beside those that are there, never as their next version', async () => {
    const document = await subject();
    const answer = (content: string) =>
      desk.take(
        [
          `From: jan@example.pl\nMessage-ID: <${newId()}@example.pl>\nSubject: Re: ${document.number}\nMIME-Version: 1.0`,
          'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSigned.\n--b',
          `Content-Type: text/plain\nContent-Disposition: attachment; filename="offer.txt"\n\n${content}\n--b--\n`,
        ].join('\n'),
      );
    for (const content of ['ours', 'theirs']) expect((await answer(content)).outcome.kind).toBe('joined');
    const { items } = await clerk.get<List<FileItem & { version: number }>>(`/api/documents/${document.id}/files`);
    expect(items.filter(({ role }) => role === 'attachment').map(({ name, version }) => [name, version])).toEqual(
      expect.arrayContaining([
        ['offer.txt', 1],
        ['offer (2).txt', 1],
      ]),
    );
    expect(items.every(({ version }) => version === 1)).toBe(true);
  });

  it('of a mail server that ours did not arrive is told in the history of its document', async () => {
    const document = await subject();
    const messageId = await outgoing(document.id);
    const { outcome } = await desk.take(
      [
        'From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nMIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n',
        '--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n',
        'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; no@x.example\nAction: failed\nStatus: 5.1.1\n',
        `--b\nContent-Type: message/rfc822\n\nMessage-ID: ${messageId}\nSubject: x\n\nx\n--b--\n`,
      ].join('\n'),
    );
    expect(outcome).toMatchObject({
      kind: 'ignored',
      automatic: 'bounce',
      documentId: document.id,
      report: { recipients: ['no@x.example'], status: '5.1.1', action: 'failed' },
    });
    const history = await clerk.get<List<{ event: string }>>(`/api/documents/${document.id}/history`);
    expect(history.items.map(({ event }) => event)).toContain('mail.bounced');
  });
});

describe('the list of arrivals', () => {
  it('is for those who look after them, and gives the raw arrival unchanged', async () => {
    const raw = letter('Raw', 'Žąsis').replace(/\n/g, '\r\n');
    const { id } = await desk.take(raw);
    expect((await clerk.bytes(`/api/intake/${id}/raw`)).toString('utf8')).toBe(raw);
    const lawyer = await app.api('lawyer');
    expect((await lawyer.call('GET', '/api/intake')).status).toBe(403);
    expect((await lawyer.call('GET', `/api/intake/${id}/raw`)).status).toBe(403);
    expect((await lawyer.call('POST', `/api/intake/${id}/retry`)).status).toBe(403);
    expect((await clerk.call('GET', '/api/intake/nonsense/raw')).status).toBe(404);
    expect((await clerk.call('GET', '/api/intake?state=nonsense')).status).toBe(400);
  });

  it('lets all be run again at once with more of them than there are connections', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 24; index += 1) ids.push(await desk.arrive(letter(`Many ${index}`, 'x')));
    const items = app.app.get(IntakeItems);
    await Promise.all(ids.map((id) => desk.work.run(systemActor, (ctx) => items.retry(ctx, id))));
    await expect(desk.work.run(systemActor, (ctx) => items.retry(ctx, 'nonsense'))).rejects.toThrow('no such arrival');
  });

  it('is answered page by page, newest first', async () => {
    const first = await clerk.get<{ items: { id: string }[]; nextCursor: string }>('/api/intake?limit=2');
    const second = await clerk.get<{ items: { id: string }[] }>(`/api/intake?limit=2&cursor=${first.nextCursor}`);
    const ids = [...first.items, ...second.items].map((item) => item.id);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(new Set(ids).size).toBe(4);
  });
});

describe('a call', () => {
  it('is registered with what was heard', async () => {
    const { status, body } = await clerk.call<Doc>('POST', '/api/calls', {
      phone: '+370 612 34567',
      caller: 'Ona',
      matter: 'Pump is noisy\nCall back after lunch',
      unit: 'sales',
    });
    expect(status).toBe(201);
    expect(body.fields).toMatchObject({ phone: '+37061234567', contact: 'Ona', subject: 'Pump is noisy' });
  });

  it('without its matter, or for no unit, is refused with the field named', async () => {
    expect((await clerk.call('POST', '/api/calls', { phone: '1' })).status).toBe(400);
    const { status, body } = await clerk.call('POST', '/api/calls', { matter: 'x', unit: 'moon' });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ path: 'unit' }] });
  });
});

describe('mailboxes', () => {
  const url = 'imap://docs%40example.com:hidden-word@127.0.0.1:1/INBOX?stream=requests';

  it('are kept with their password encrypted, and never told', async () => {
    const admin = await app.api('admin');
    const saved = await admin.post<{ id: string; name: string }>('/api/mailboxes', { url });
    expect(saved).toMatchObject({ name: 'docs@example.com at 127.0.0.1:1/INBOX', active: true });
    const [row] = await desk.work.read<{ url: string }>('SELECT url FROM mailbox WHERE id = $1', [saved.id]);
    expect(row?.url).not.toContain('hidden');
    expect(JSON.stringify(await admin.get('/api/mailboxes'))).not.toContain('hidden');
    expect(await admin.patch(`/api/mailboxes/${saved.id}`, { active: false })).toMatchObject({ state: 'off' });
  });

  it('are for administrators, and their address is checked without being repeated', async () => {
    expect((await clerk.call('GET', '/api/mailboxes')).status).toBe(403);
    const admin = await app.api('admin');
    const { status, body } = await admin.call('POST', '/api/mailboxes', { url: 'imap://a:hidden-word@/x' });
    expect(status).toBe(422);
    expect(JSON.stringify(body)).not.toContain('hidden');
    expect((await admin.call('POST', '/api/mailboxes', { url: url.replace('requests', 'moon') })).status).toBe(404);
  });
});

it('keeps every raw arrival', async () => {
  const rows = await desk.work.read<{ sha: string; size: number }>(
    `SELECT raw_sha256 AS sha, raw_size::int AS size FROM intake_item WHERE raw_sha256 <> $1`,
    ['f'.repeat(64)],
  );
  const store = app.app.get(FileStore);
  for (const { sha, size } of rows) expect(await store.has(sha, size)).toBe(true);
});
