import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import pg from 'pg';
import { startMailServer, type MailServer } from '../../test/support/mail-server.js';
import { letter, rawLetter, subjectOf } from '../data/letters.js';
import type { Bench, Work } from '../frame/bench.js';
import { average, measured, type Measured } from '../frame/measured.js';
import type { Finding } from '../frame/result.js';

const user = 'docs@test.local';
const waiting = 2000;
const single = 20;
/** The last of the waiting letters is to have its assignment after this time. */
const aimSeconds = 20;
const limitMs = 240_000;

/** Letters that came in overnight, and letters that come in one by one. */
export const letters: Work = {
  key: 'letters',
  title: `${waiting} letters waiting in a mailbox until each has its assignment; one letter until its assignment`,
  async measure(bench) {
    const server = await startMailServer([user]);
    try {
      await server.fill(
        user,
        Array.from({ length: waiting }, (_, index) => rawLetter(index)),
      );
      const before = await bare(bench, server, 'before');
      const [own, one] = await process(bench, server);
      const after = await bare(bench, server, 'after');
      return [own, one].map((finding, index) => (index === 0 ? { ...finding, raw: average(before, after) } : finding));
    } finally {
      // Back to a server without a mailbox before the mailbox goes.
      await bench.restart({}).finally(() => server.stop());
    }
  },
};

/** The server reads the mailbox from its start; then single letters arrive. */
async function process(bench: Bench, server: MailServer): Promise<[Finding, Finding]> {
  const { answeredAt } = await bench.restart({ MAILBOX_URL: server.mailboxUrl(user) });
  const client = new pg.Client(bench.databases.productUrl);
  await client.connect();
  try {
    const latencies = await untilAssigned(client, answeredAt);
    const all = measured(latencies, Math.max(...latencies));
    bench.say(`Checked: each of ${waiting} letters has a document, a run and an assignment`);
    await untilAnswered(client);
    const one = await oneByOne(client, server);
    return [
      { name: `${waiting} letters waiting`, unit: 'letters/s', own: all, aim: { throughput: waiting / aimSeconds } },
      { name: 'a letter until its assignment', unit: 'letters/s', own: one, aim: { p95ms: 1000 } },
    ];
  } finally {
    await client.end();
  }
}

const assigned = `
  SELECT count(DISTINCT i.id)::int AS count FROM intake_item i JOIN assignment a ON a.document_id = i.document_id
  WHERE i.state = 'registered' AND i.subject LIKE 'Bench letter %'`;

/** When each letter had its assignment, in milliseconds from `began`, by looking ten times a second. */
async function untilAssigned(client: pg.Client, began: number): Promise<number[]> {
  const times: number[] = [];
  while (times.length < waiting) {
    const { rows } = await client.query<{ count: number }>(assigned);
    const now = performance.now() - began;
    while (times.length < (rows[0]?.count ?? 0)) times.push(now);
    if (now > limitMs) throw new Error(`After ${limitMs / 1000} s only ${times.length} letters have an assignment.`);
    await pause(100);
  }
  return times;
}

/** Waits until the answers to the senders are out as well: a single letter comes to an office that is up to date. */
async function untilAnswered(client: pg.Client): Promise<void> {
  const end = performance.now() + limitMs;
  for (;;) {
    const { rows } = await client.query<{ waiting: number }>(
      'SELECT count(*)::int AS waiting FROM graphile_worker.jobs WHERE run_at <= now()',
    );
    if (rows[0]?.waiting === 0) return;
    if (performance.now() > end) throw new Error(`After ${limitMs / 1000} s the answers to the senders are not out.`);
    await pause(200);
  }
}

async function oneByOne(client: pg.Client, server: MailServer): Promise<Measured> {
  const latencies: number[] = [];
  for (let index = waiting; index < waiting + single; index += 1) {
    const { from, subject, text } = letter(index);
    const began = performance.now();
    await server.deliver(user, { from, subject, text });
    await untilOneAssigned(client, index);
    latencies.push(performance.now() - began);
    // The server goes back to waiting for news.
    await pause(200);
  }
  return measured(
    latencies,
    latencies.reduce((sum, latency) => sum + latency, 0),
  );
}

async function untilOneAssigned(client: pg.Client, index: number): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    const { rowCount } = await client.query(
      `SELECT 1 FROM intake_item i JOIN assignment a ON a.document_id = i.document_id WHERE i.subject = $1`,
      [subjectOf(index)],
    );
    if (rowCount !== 0) return;
    if (performance.now() > end) throw new Error(`"${subjectOf(index)}" has no assignment after 30 s.`);
    await pause(5);
  }
}

/** Fetch, parse and one insert for each letter, and nothing else. */
async function bare(bench: Bench, server: MailServer, name: string): Promise<Measured> {
  const table = `raw_letter_${name}`;
  const database = new pg.Client(bench.databases.rawUrl);
  const imap = new ImapFlow({
    ...{ host: '127.0.0.1', port: server.imapPort, secure: false, logger: false },
    auth: { user, pass: 'secret' },
  });
  await database.connect();
  await database.query(`CREATE TABLE ${table} (uid int PRIMARY KEY, subject text, sender text, body text)`);
  const latencies: number[] = [];
  const began = performance.now();
  try {
    await imap.connect();
    await imap.mailboxOpen('INBOX');
    for await (const { uid, source } of imap.fetch(`1:${waiting}`, { uid: true, source: true })) {
      const { subject, from, text } = await simpleParser(source ?? Buffer.alloc(0));
      const values = [uid, subject, from?.text, text];
      await database.query({ name: 'raw', text: `INSERT INTO ${table} VALUES ($1, $2, $3, $4)`, values });
      latencies.push(performance.now() - began);
    }
  } finally {
    imap.close();
    await database.end();
  }
  if (latencies.length !== waiting) throw new Error(`Of ${waiting} letters the bare reader found ${latencies.length}.`);
  return measured(latencies, performance.now() - began);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
