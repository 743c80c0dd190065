import { connect, type Socket } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  /** JSON text. */
  readonly body?: string;
}

/** A server that is slower than this stands still. */
const patienceMs = 60_000;
const headEnd = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection that sends one request at a time. It knows no more of HTTP than the server uses (a status and
 * Content-Length), because every microsecond here is taken from the server, which shares the cores.
 */
export class HttpConnection {
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly host: string,
  ) {
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The server closed the connection.')));
    socket.setTimeout(patienceMs, () => socket.destroy(new Error(`No answer within ${patienceMs / 1000} s.`)));
  }

  /** @param url `http://127.0.0.1:PORT` */
  static open(url: string): Promise<HttpConnection> {
    const { hostname, port, host } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new HttpConnection(socket, host));
      });
    });
  }

  send({ method, path, token, body }: HttpCall): Promise<HttpAnswer> {
    if (this.waiting) throw new Error('This connection waits for an answer already.');
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\nauthorization: Bearer ${token}\r\n`;
    const content =
      body === undefined
        ? '\r\n'
        : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(head + content);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const end = this.received.indexOf(headEnd);
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      this.socket.destroy(new Error(`Expected an answer with Content-Length, got: ${head.split('\r\n')[0] ?? ''}`));
      return;
    }
    const whole = end + headEnd.length + Number(length);
    if (this.received.length < whole) return;
    const answer = { status: Number(head.slice(9, 12)), body: this.received.subarray(end + headEnd.length, whole) };
    this.received = this.received.subarray(whole);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(answer);
  }

  private fail(error: Error): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.reject(error);
  }
}

/** @throws Error with the beginning of the answer when its status is not `expected` */
export function expectStatus({ status, body }: HttpAnswer, expected: number, what: string): void {
  if (status !== expected) throw new Error(`${what} answered ${status}: ${body.toString('utf8', 0, 500)}`);
}
