import { startApp, type RunningApp } from '../support/app.js';
import { Api, ApiRefusal, type List } from '../support/api.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { readPdf } from '../support/pdf-pages.js';
import { startSmtpListener, type SmtpListener } from '../support/smtp-listener.js';
import { until } from '../support/until.js';

interface Assignment {
  readonly id: string;
  readonly step: { element: string; name: string };
  readonly document: { id: string; stream: string; number: string };
  readonly performer?: { login: string };
  readonly controller?: { login: string };
  readonly dueAt: string | null;
  readonly dueBecause: string | null;
  readonly outcomes: { key: string; reasonRequired: boolean }[];
  readonly state: string;
  readonly round?: number;
}
interface Doc {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly fields: Record<string, unknown>;
  readonly flags: { code: string }[];
  readonly responsible: { login: string } | null;
}
interface FileItem {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly template?: string | null;
}

/** The story A1 -> A8: from a client's letter to an agreed, printed contract, on real parts. */
describe('from a letter to a printed contract', () => {
  let mail: MailServer;
  let smtp: SmtpListener;
  let app: RunningApp;
  let manager: Api;
  let lawyer: Api;
  let cfo: Api;
  let ceo: Api;
  let secretary: Api;
  let request: Doc;
  let clientId: string;
  let contractId: string;

  beforeAll(async () => {
    mail = await startMailServer();
    smtp = await startSmtpListener();
    app = await startApp({
      environment: { MAILBOX_URL: mail.mailboxUrl('docs@test.local', { stream: 'requests' }), SMTP_URL: smtp.url },
    });
    [manager, lawyer, cfo, ceo, secretary] = (await Promise.all(
      ['manager', 'lawyer', 'cfo', 'ceo', 'secretary'].map((login) => app.api(login)),
    )) as [Api, Api, Api, Api, Api];
  }, 90_000);

  afterAll(async () => {
    await app?.stop();
    await smtp?.stop();
    await mail?.stop();
  }, 60_000);

  /** The open assignment that somebody has on a document, waited for. */
  const awaited = (api: Api, element: string, documentId: string) =>
    until(`${element} is issued`, async () => {
      const { items } = await api.get<List<Assignment>>(`/api/assignments?mine=true&document=${documentId}`);
      return items.find((item) => item.step.element === element);
    });
  const complete = (api: Api, { id }: Assignment, outcome: string, comment?: string) =>
    api.post<Assignment>(`/api/assignments/${id}/complete`, { outcome, ...(comment === undefined ? {} : { comment }) });
  const filesOf = async (api: Api, id: string) => (await api.get<List<FileItem>>(`/api/documents/${id}/files`)).items;

  it('registers a letter in the agreed form, starts its route and answers the sender', async () => {
    await mail.deliver('docs@test.local', {
      from: 'Ona Petraitė <ona@saule.test>',
      subject: 'Siurblių užsakymas',
      text: 'Įmonė: UAB Saulė\nKontaktinis asmuo: Ona Petraitė\nTelefonas: +370 612 34567\nĮmonės kodas: 110053842\nTekstas: Reikia dviejų siurblių.',
      attachments: [{ filename: 'specifikacija.txt', content: 'Du siurbliai, 5 kW' }],
    });
    const admin = await app.api('admin');
    request = await until('the letter is registered', async () => {
      const { items } = await admin.get<List<Doc>>('/api/streams/requests/documents');
      return items[0];
    });
    expect(request.number).toMatch(/^R-2\d{3}-00001$/);
    expect(request.fields).toMatchObject({
      company: 'UAB Saulė',
      contact: 'Ona Petraitė',
      phone: '+37061234567',
      taxNumber: '110053842',
      email: 'ona@saule.test',
      kind: 'question',
    });
    expect(request.flags).toEqual([]);
    const files = await filesOf(admin, request.id);
    expect(files.map(({ role }) => role).sort()).toEqual(expect.arrayContaining(['attachment', 'raw']));
    expect(files.map(({ name }) => name)).toContain('specifikacija.txt');

    const clerk = await app.api('clerk');
    const task = await awaited(clerk, 'firstContact', request.id);
    expect(task).toMatchObject({ performer: { login: 'clerk' }, state: 'reserved' });
    expect(task.dueBecause).toContain('2 working days');

    const receipt = await smtp.next();
    expect(receipt.envelope.to).toEqual(['ona@saule.test']);
    expect(receipt.subject).toContain(request.number);
    expect(receipt.headers.get('auto-submitted')).toBe('auto-replied');
    expect(receipt.text).toContain('Dėkojame');
  });

  it('registers a web form in the same way, by its kind', async () => {
    const answer = await new Api(app.url).call<{ number: string; receipt: string }>(
      'POST',
      '/api/forms/order',
      {
        company: 'Alpha sp. z o.o.',
        contact: 'Jan Kowalski',
        phone: '+48 22 123 45 67',
        email: 'jan@alpha.test',
        taxNumber: '5260250274',
        kind: 'order',
        text: 'Pompa 5 kW',
        items: [{ name: 'Pompa', quantity: '2', price: { amount: '1500.00', currency: 'PLN' } }],
      },
      { 'accept-language': 'pl' },
    );
    expect(answer.status).toBe(201);
    expect(answer.body.number).toMatch(/-00002$/);
    expect(answer.body.receipt).toBeTruthy();
    const admin = await app.api('admin');
    const { items } = await admin.get<List<Doc>>('/api/streams/requests/documents');
    request = items.find(({ number }) => number === answer.body.number) as Doc;
    const task = await awaited(manager, 'firstContact', request.id);
    expect(task).toMatchObject({ controller: { login: 'head' } });
    expect(task.outcomes.map(({ key }) => key)).toEqual(['accept', 'refuse']);
    expect(task.dueBecause).toContain('4 working hours');
    expect((await smtp.next()).subject).toContain(answer.body.number);
  });

  it('wants a reason for a refusal, and makes the client of an accepted request', async () => {
    const task = await awaited(manager, 'firstContact', request.id);
    await expect(complete(manager, task, 'refuse')).rejects.toMatchObject({ status: 422 });
    await expect(complete(lawyer, task, 'accept')).rejects.toMatchObject({ status: 404 });
    await complete(manager, task, 'accept');
    await expect(complete(manager, task, 'accept')).rejects.toMatchObject({ status: 409 });
    const after = await manager.get<Doc>(`/api/documents/${request.id}`);
    expect(after.status).toBe('accepted');
    expect(after.responsible).toMatchObject({ login: 'manager' });
    const client = after.fields['client'] as { id: string; title: string };
    clientId = client.id;
    const card = await manager.get<Doc>(`/api/documents/${clientId}`);
    expect(card.fields).toMatchObject({ name: 'Alpha sp. z o.o.', taxNumber: '5260250274', email: 'jan@alpha.test' });
    expect(card.responsible).toMatchObject({ login: 'manager' });
  });

  it('refuses a second client with the same tax number and points to the first, at the same moment too', async () => {
    const second = () =>
      manager.call<{ existing?: { id: string } }>('POST', '/api/streams/clients/documents', {
        fields: { name: 'Alpha', taxNumber: '526-025-02-74' },
      });
    const refused = await second();
    expect(refused.status).toBe(409);
    expect(refused.body.existing).toMatchObject({ id: clientId });
    const fresh = () =>
      manager.call('POST', '/api/streams/clients/documents', { fields: { name: 'Beta', taxNumber: '7740001454' } });
    const statuses = (await Promise.all([fresh(), fresh(), fresh()])).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409, 409]);
  });

  it('links a new request to the client that its tax number points at', async () => {
    await new Api(app.url).post('/api/forms/order', {
      company: 'Alpha',
      email: 'other@alpha.test',
      taxNumber: '5260250274',
      kind: 'service',
      text: 'Serwis',
    });
    const again = await until('the second request is there', async () => {
      const admin = await app.api('admin');
      const { items } = await admin.get<List<Doc>>(
        '/api/streams/requests/documents?filter=' +
          encodeURIComponent(JSON.stringify({ and: [{ field: 'email', op: 'eq', value: 'other@alpha.test' }] })),
      );
      return items[0];
    });
    expect(again.fields['client']).toMatchObject({ id: clientId });
    await smtp.next();
  });

  it('registers works and a contract with stages on the client', async () => {
    const work = await manager.post<Doc>('/api/streams/works/documents', {
      fields: { client: clientId, kind: 'meeting', subject: 'Pierwsze spotkanie' },
    });
    expect(work.fields['client']).toMatchObject({ id: clientId });
    const money = (amount: string) => ({ amount, currency: 'PLN' });
    const contract = await manager.post<Doc>('/api/streams/contracts/documents', {
      fields: {
        client: clientId,
        subject: 'Dostawa i montaż pomp',
        amount: money('1250000.00'),
        stages: [
          { name: 'Projekt', dueAt: '2026-12-15', amount: money('250000.00') },
          { name: 'Dostawa', dueAt: '2027-02-15', amount: money('1000000.00') },
        ],
      },
    });
    contractId = contract.id;
    expect(contract.status).toBe('draft');
    await manager.upload(
      `/api/documents/${contractId}/files`,
      'projekt.txt',
      new TextEncoder().encode('Projekt umowy'),
      'text/plain',
    );
    const links = await manager.get<List<{ to: { id: string }; from: { id: string } }>>(
      `/api/documents/${clientId}/links`,
    );
    const linked = links.items.flatMap(({ from, to }) => [from.id, to.id]);
    expect(linked).toEqual(expect.arrayContaining([work.id, contractId]));
  });

  it('carries the contract through approval, back to its author and through a second round', async () => {
    await manager.post(`/api/documents/${contractId}/runs`, { route: 'sales/contract-approval' });
    const first = await awaited(lawyer, 'legal', contractId);
    expect(first.round).toBe(1);
    await complete(lawyer, first, 'approve');
    await expect(complete(cfo, await awaited(cfo, 'finance', contractId), 'reject')).rejects.toBeInstanceOf(ApiRefusal);
    await complete(cfo, await awaited(cfo, 'finance', contractId), 'reject', 'Za długi termin płatności');
    const revise = await awaited(manager, 'revise', contractId);
    expect((await manager.get<Doc>(`/api/documents/${contractId}`)).status).toBe('draft');
    await complete(manager, revise, 'done');
    const second = await awaited(lawyer, 'legal', contractId);
    expect(second.round).toBe(2);
    await complete(lawyer, second, 'approve');
    await complete(cfo, await awaited(cfo, 'finance', contractId), 'approve');
    await complete(ceo, await awaited(ceo, 'directors', contractId), 'approve');
  });

  it('then has invoice and signing done in parallel, and sends the scans', async () => {
    const invoice = await awaited(manager, 'prepareInvoice', contractId);
    const print = await awaited(secretary, 'printContract', contractId);
    const scan = new FormData();
    scan.append('role', 'scan');
    scan.append('file', new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), 'umowa-skan.pdf');
    await secretary.post(`/api/documents/${contractId}/files`, scan);
    await complete(secretary, print, 'done');
    await complete(manager, invoice, 'done');
    const courier = await awaited(secretary, 'courier', contractId);
    await complete(manager, await awaited(manager, 'checkScans', contractId), 'done');
    const letter = await until('the scans are mailed', () =>
      smtp.all().find(({ attachments }) => attachments.length > 0),
    );
    expect(letter.envelope.to).toEqual(['jan@alpha.test']);
    expect(letter.attachments.length).toBeGreaterThanOrEqual(2);
    await complete(secretary, courier, 'done');
    await complete(manager, await awaited(manager, 'signedAndPaid', contractId), 'done');
    expect((await manager.get<Doc>(`/api/documents/${contractId}`)).status).toBe('execution');
    const runs = await manager.get<List<{ route: string; state: string }>>(`/api/documents/${contractId}/runs`);
    expect(runs.items).toEqual([expect.objectContaining({ route: 'sales/contract-approval', state: 'finished' })]);
  });

  it('has made contract and approval sheet as papers whose letters can be copied', async () => {
    const files = await filesOf(manager, contractId);
    const text = async (template: string) => {
      const file = files.find((one) => one.template === template) as FileItem;
      const { pages } = await readPdf(await manager.bytes(`/api/files/${file.id}/content`));
      return pages.join('\n').replace(/\s+/g, ' ');
    };
    const contract = await text('sales/contract');
    expect(contract).toContain('Dostawa i montaż pomp');
    expect(contract).toMatch(/milion dwieście pięćdziesiąt tysięcy/);
    const sheet = await text('sales/approval-sheet');
    expect(sheet).toContain('Za długi termin płatności');
  });

  it('tells a clerk of a letter in no known form, and loses nothing of it', async () => {
    await mail.deliver('docs@test.local', {
      from: 'someone@nowhere.test',
      subject: 'Hello',
      text: 'Could somebody call me about pumps?',
    });
    const clerk = await app.api('clerk');
    const flagged = await until('the letter is registered', async () => {
      const { items } = await clerk.get<List<Doc>>('/api/streams/requests/documents');
      return items.find(({ fields }) => fields['subject'] === 'Hello');
    });
    expect(flagged.flags.length).toBeGreaterThan(0);
    expect(flagged.fields).toMatchObject({
      email: 'someone@nowhere.test',
      text: expect.stringContaining('about pumps'),
    });
  });
});
