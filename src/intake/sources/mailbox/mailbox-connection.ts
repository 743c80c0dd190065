import { ImapFlow } from 'imapflow';
import { letterLimits } from '../../letters/letter-limits.js';
import { letterBatches, type WaitingLetter } from './letter-batches.js';
import type { MailboxAddress } from './mailbox-address.js';

/** A letter as it was fetched. */
export interface FetchedLetter {
  readonly uid: number;
  readonly raw: Buffer;
  /** Only the beginning was fetched, since the letter is over the limit. */
  readonly partial: boolean;
}

/** Of a letter that is too large so many bytes are fetched. */
const partialBytes = 256 * 1024;
/** IDLE is begun anew this often: some routers forget connections that are silent for longer (RFC 2177 allows 29 min). */
const idleMs = 4 * 60_000;

/** One connection to one mailbox, from connecting to its end; for the next connection a new one is made. */
export class MailboxConnection {
  private readonly client: ImapFlow;
  private arrived = false;
  private ended = false;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;

  constructor(private readonly address: MailboxAddress) {
    const { host, port, secure, user, password } = address;
    this.client = new ImapFlow({
      host,
      port,
      secure,
      auth: { user, pass: password },
      logger: false,
      disableAutoIdle: true,
      maxIdleTime: idleMs,
      connectionTimeout: 20_000,
      greetingTimeout: 15_000,
      maxLiteralSize: letterLimits.bytes + partialBytes,
      clientInfo: { name: 'Millrace' },
    });
    this.client.on('error', (error: Error) => (this.failure ??= error));
    this.client.on('close', () => {
      this.ended = true;
      this.wake();
    });
    this.client.on('exists', () => {
      this.arrived = true;
      this.wake();
    });
  }

  /** Signs in and opens the folder; answers its UIDVALIDITY. @throws Error with the server's words */
  async open(): Promise<string> {
    await this.client.connect();
    const folder = await this.client.mailboxOpen(this.address.folder);
    return String(folder.uidValidity);
  }

  /**
   * Batches of the letters after `lastUid`, in order of UID; each is fetched while the one before is worked on.
   * `FETCH` without marking anything as seen.
   */
  async *after(lastUid: number): AsyncGenerator<FetchedLetter[]> {
    this.arrived = false;
    const batches = letterBatches(await this.waiting(lastUid));
    let next = batches[0] ? this.fetch(batches[0]) : undefined;
    for (let index = 0; next; index += 1) {
      const letters = await next;
      const following = batches[index + 1];
      next = following ? this.fetch(following) : undefined;
      // Awaited in the next turn; a failure meanwhile must not end the process.
      next?.catch(() => undefined);
      yield letters;
    }
  }

  /** Marks letters as seen, for people who look into the mailbox too. Only after they were written down. */
  async markSeen(uids: readonly number[]): Promise<void> {
    if (uids.length === 0) return;
    await this.client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true });
  }

  /** Waits (IDLE) until there may be something new, or `stopped` resolves. @throws Error when the connection ends */
  async idle(stopped: Promise<void>): Promise<void> {
    if (!this.arrived && !this.ended) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      const idling = this.client.idle().then(
        () => undefined,
        (error: Error) => void (this.failure ??= error),
      );
      // The server may have spoken between the last look and this one.
      if (!this.arrived && !this.ended) await Promise.race([woken, idling, stopped]);
    }
    if (this.ended || this.failure) throw this.failure ?? new Error('The server closed the connection.');
  }

  async close(): Promise<void> {
    if (!this.ended) await Promise.race([this.client.logout().catch(() => undefined), pause(1000)]);
    this.client.close();
  }

  private async waiting(lastUid: number): Promise<WaitingLetter[]> {
    const found: WaitingLetter[] = [];
    // `n:*` always names the last letter, even when its UID is below n (RFC 3501, 6.4.8).
    for await (const { uid, size } of this.client.fetch(`${lastUid + 1}:*`, { uid: true, size: true }, { uid: true })) {
      if (uid > lastUid) found.push({ uid, size: size ?? 0 });
    }
    return found;
  }

  private async fetch(batch: readonly WaitingLetter[]): Promise<FetchedLetter[]> {
    const [first] = batch;
    const partial = batch.length === 1 && first !== undefined && first.size > letterLimits.bytes;
    const source = partial ? { start: 0, maxLength: partialBytes } : true;
    const uids = batch.map(({ uid }) => uid).join(',');
    const fetched = await this.client.fetchAll(uids, { uid: true, source }, { uid: true });
    return fetched
      .map(({ uid, source: raw }) => ({ uid, raw: raw ?? Buffer.alloc(0), partial }))
      .sort((a, b) => a.uid - b.uid);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
