import { PassThrough, type Readable } from 'node:stream';
import type { LiveEvent } from './live-event.js';

/** Who listens, and to what. */
export interface Listener {
  readonly personId: string;
  /** Undefined for a program that has no session but a token. */
  readonly session: string | undefined;
  /** Ids of the documents that the person has open. */
  readonly documents: ReadonlySet<string>;
}

/** What a listener who does not read may leave lying; then the connection ends, and a browser comes back. */
const mostUnread = 256 * 1024;
/** After how many milliseconds a browser whose connection was lost comes back. */
const comeBackMs = 1500;

interface Waiting {
  readonly event: LiveEvent;
  /** The document that the listener must be able to read for it. */
  readonly readable: string | undefined;
}

/** One connection of server-sent events (HTML Living Standard, 9.2). Events wait for `flush`, each of them once. */
export class LiveStream {
  private readonly output = new PassThrough();
  private readonly waiting = new Map<string, Waiting>();
  private sent = 0;

  constructor(
    readonly listener: Listener,
    /** Tells events of different connections apart. */
    private readonly name: string,
    closed: () => void,
  ) {
    this.output.once('close', closed);
    this.output.on('error', () => undefined);
    // With an id from the start: a browser that comes back names it, also where nothing has been told yet.
    this.output.write(`id: ${name}-0\nretry: ${comeBackMs}\n\n`);
  }

  /** What is sent as the body of the answer. */
  get body(): Readable {
    return this.output;
  }

  /** @param readable the document that the listener must be able to read for it; none where it names the listener */
  offer(event: LiveEvent, readable?: string): void {
    const key = JSON.stringify(event);
    // What is told to the listener by name needs no further right.
    if (!this.waiting.has(key) || readable === undefined) this.waiting.set(key, { event, readable });
  }

  /** Documents that must be readable for what waits. */
  get toBeReadable(): string[] {
    return [...this.waiting.values()].flatMap(({ readable }) => readable ?? []);
  }

  /** Sends what waits, except what is about documents that the listener may not read. */
  flush(isReadable: (document: string) => boolean): void {
    const waiting = [...this.waiting].filter(([, { readable }]) => readable === undefined || isReadable(readable));
    this.waiting.clear();
    for (const [data, { event }] of waiting) {
      this.write(`id: ${this.name}-${(this.sent += 1)}\nevent: ${event.type}\ndata: ${data}\n\n`);
    }
  }

  /** A comment, so that neither browser nor proxy takes the connection for dead. */
  beat(): void {
    this.write(': still here\n\n');
  }

  end(): void {
    this.output.end();
  }

  private write(text: string): void {
    if (this.output.writableLength > mostUnread) this.output.destroy();
    else if (!this.output.writableEnded) this.output.write(text);
  }
}
