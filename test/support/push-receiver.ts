import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as the browser gets it. */
export interface Received {
  readonly message: {
    readonly title: string;
    readonly body: string;
    readonly url: string;
    readonly tag: string;
    readonly language: string;
    readonly answers?: object;
  };
  readonly headers: IncomingHttpHeaders;
  /** What the signature of the sender says. */
  readonly signed: { readonly aud: string; readonly sub: string; readonly exp: number };
}

/** A push service with one browser behind it: takes what is sent, looks at the signature and decrypts (RFC 8291, 8292). */
export class PushReceiver {
  readonly received: Received[] = [];
  /** What it answers. */
  status = 201;
  private readonly keys = createECDH('prime256v1');
  private readonly secret = randomBytes(16);

  private constructor(private readonly server: Server) {
    this.keys.generateKeys();
  }

  static async start(): Promise<PushReceiver> {
    const server = createServer();
    const receiver = new PushReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receiver.take(Buffer.concat(chunks), request.headers);
        response.writeHead(receiver.status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What the browser gives to the app. */
  subscription(name = 'one'): { endpoint: string; keys: { p256dh: string; auth: string } } {
    const p256dh = this.keys.getPublicKey('base64url');
    return { endpoint: `${this.origin}/${name}`, keys: { p256dh, auth: this.secret.toString('base64url') } };
  }

  private take(body: Buffer, headers: IncomingHttpHeaders): void {
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? [];
    const message = JSON.parse(this.decrypt(body)) as Received['message'];
    this.received.push({ message, headers, signed: signedBy(key, token) });
  }

  private decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const keyLength = body.readUInt8(20);
    const sender = body.subarray(21, 21 + keyLength);
    const sealed = body.subarray(21 + keyLength);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.keys.getPublicKey(), sender]);
    const input = Buffer.from(hkdfSync('sha256', this.keys.computeSecret(sender), this.secret, info, 32));
    const derive = (label: string, length: number) =>
      Buffer.from(hkdfSync('sha256', input, salt, `Content-Encoding: ${label}\0`, length));
    const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
  }
}

/** The claims of a token (ES256). @throws Error when it was not signed with this key */
function signedBy(key: string, token: string): Received['signed'] {
  const point = Buffer.from(key, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: part(point, 1), y: part(point, 33) };
  const [head = '', claims = '', signature = ''] = token.split('.');
  const good = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!good) throw new Error('The message was not signed with the key that it names.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Received['signed'];
}

function part(point: Buffer, start: number): string {
  return point.subarray(start, start + 32).toString('base64url');
}
