import { assignment, until } from './office.mjs';
import { client } from './people.mjs';
import { told } from './tell.mjs';

const money = (amount) => ({ amount, currency: 'PLN' });

/** From the web form to the contract in execution; every step is somebody's call to the API. */
export async function playStory(office) {
  const request = await order(office, client());
  const clientId = await accept(office, request);
  const contract = await prepare(office, clientId);
  await approve(office, contract);
  await dispatch(office, contract);
  await conclude(office, contract);
}

async function order(office, { company, contact, phone, email, taxNumber }) {
  const form = { company, contact, phone, email, taxNumber, kind: 'order', text: 'Pompa 5 kW z montażem' };
  const items = [{ name: 'Pompa 5 kW', quantity: '2', price: money('1500.00') }];
  const sent = await office.public.post('/api/forms/order', { ...form, items }, { 'accept-language': 'pl' });
  const manager = await office.desk('manager');
  const task = await until('the request reaches the manager', async () => {
    const { items: tasks } = await manager.get('/api/assignments?mine=true&state=open&limit=200');
    return tasks.find(({ document, step }) => document.number === sent.number && step?.element === 'firstContact');
  });
  told(
    `${company} fills the public form; it is registered as ${sent.number}`,
    `${office.url}/f/order`,
    link(office, task.document),
  );
  told(`The manager has the assignment "${task.step.name}" ${due(task)}`, `${office.url}/api/assignments/${task.id}`);
  return task;
}

async function accept(office, task) {
  const manager = await office.desk('manager');
  await complete(manager, task, 'accept');
  const clientId = await until('the client is registered', async () => {
    const { fields } = await manager.get(`/api/documents/${task.document.id}`);
    return fields.client?.id;
  });
  const card = await manager.get(`/api/documents/${clientId}`);
  told(`The manager accepts; the client ${card.number} is registered from the request`, link(office, card));
  return clientId;
}

async function prepare(office, clientId) {
  const manager = await office.desk('manager');
  const work = await manager.post('/api/streams/works/documents', {
    fields: { client: clientId, kind: 'meeting', subject: 'Pierwsze spotkanie' },
  });
  told(`A meeting is planned as ${work.number}`, link(office, work));
  const contract = await manager.post('/api/streams/contracts/documents', {
    fields: {
      client: clientId,
      subject: 'Dostawa i montaż pomp',
      amount: money('1250000.00'),
      language: 'pl',
      stages: [
        { name: 'Projekt', amount: money('250000.00') },
        { name: 'Dostawa i montaż', amount: money('1000000.00') },
      ],
    },
  });
  await upload(manager, contract, 'projekt-umowy.txt', 'Projekt umowy', 'text/plain');
  told(`The contract ${contract.number} is registered with two stages and its draft`, link(office, contract));
  return contract;
}

async function approve(office, contract) {
  const [manager, lawyer, cfo, ceo] = await Promise.all(['manager', 'lawyer', 'cfo', 'ceo'].map(office.desk));
  await manager.post(`/api/documents/${contract.id}/runs`, { route: 'sales/contract-approval' });
  await decide(lawyer, contract, 'legal', 'approve');
  told('The lawyer approves', `${link(office, contract)}/runs`);
  await decide(cfo, contract, 'finance', 'reject', 'Za długi termin płatności');
  told('The CFO sends it back: "Za długi termin płatności" (the term of payment is too long)');
  await decide(manager, contract, 'revise', 'done');
  told('The manager revises and submits it again: the second round');
  await decide(lawyer, contract, 'legal', 'approve');
  await decide(cfo, contract, 'finance', 'approve');
  await decide(ceo, contract, 'directors', 'approve');
  told('Lawyer and CFO approve, and the CEO, since the amount is above 1,000,000.00');
}

async function dispatch(office, contract) {
  const [manager, secretary, accountant] = await Promise.all(['manager', 'secretary', 'accountant'].map(office.desk));
  const print = await assignment(secretary, contract.id, 'printContract');
  told('Two assignments in parallel: the invoice for the manager, printing and signing for the secretary');
  await upload(secretary, contract, 'umowa-skan.pdf', '%PDF-1.4\n%%EOF\n', 'application/pdf', 'scan');
  await complete(secretary, print, 'done');
  told('The secretary has it signed and files the scan');
  await decide(manager, contract, 'prepareInvoice', 'done');
  const courier = await assignment(secretary, contract.id, 'courier');
  told('The manager prepares the invoice', ...(await invoices(office, accountant, contract)));
  await complete(secretary, courier, 'done');
  told('The secretary sends the originals by courier');
  await decide(manager, contract, 'checkScans', 'done');
  told('The manager mails the scans to the client', `${link(office, contract)}/messages`);
}

async function conclude(office, contract) {
  const manager = await office.desk('manager');
  await decide(manager, contract, 'signedAndPaid', 'done');
  const { status } = await until('the contract is in execution', async () => {
    const now = await manager.get(`/api/documents/${contract.id}`);
    return now.status === 'execution' ? now : undefined;
  });
  told(
    `Signed and paid: ${contract.number} is in the status "${status}"`,
    link(office, contract),
    `${link(office, contract)}/history`,
  );
  const { items } = await manager.get(`/api/documents/${contract.id}/files`);
  told('Its papers', ...items.map(({ id, name }) => `${name}: ${office.url}/api/files/${id}/content`));
}

async function invoices(office, desk, contract) {
  const { items } = await desk.get(`/api/documents/${contract.id}/links`);
  const linked = items.flatMap(({ from, to }) => [from, to]).filter(({ stream }) => stream === 'invoices');
  return [...new Set(linked.map((invoice) => `${invoice.number}: ${link(office, invoice)}`))];
}

async function decide(desk, contract, element, outcome, comment) {
  await complete(desk, await assignment(desk, contract.id, element), outcome, comment);
}

function complete(desk, { id }, outcome, comment) {
  return desk.post(`/api/assignments/${id}/complete`, { outcome, ...(comment === undefined ? {} : { comment }) });
}

function upload(desk, { id }, name, content, type, role = 'attachment') {
  const form = new FormData();
  form.append('role', role);
  form.append('file', new Blob([content], { type }), name);
  return desk.post(`/api/documents/${id}/files`, form);
}

function link(office, { id }) {
  return `${office.url}/api/documents/${id}`;
}

function due({ dueAt, dueBecause }) {
  return dueAt ? `due ${dueAt} (${dueBecause})` : 'without a due date';
}
