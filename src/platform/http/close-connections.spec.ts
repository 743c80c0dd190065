import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { closeConnections } from './close-connections.js';

describe('a server that stops', () => {
  let server: FastifyInstance;
  let port: number;
  let slow: Deferred<string>;

  const start = async (drainMs: number) => {
    server = fastify();
    closeConnections(server, drainMs);
    slow = deferred();
    server.get('/quick', () => 'done');
    server.get('/slow', () => slow.promise);
    server.get('/begun', (_, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-length': 4 });
      reply.raw.write('done');
      void slow.promise.then(() => reply.raw.end());
    });
    await server.listen({ host: '127.0.0.1', port: 0 });
    port = (server.server.address() as { port: number }).port;
  };
  const opened = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`;

  it('closes connections that were opened and never used', async () => {
    await start(60_000);
    const socket = await opened();
    const closed = once(socket, 'close');
    await server.close();
    await closed;
  });

  it('ends in the end when somebody stays silent in the middle of a later request', async () => {
    await start(50);
    const socket = await opened();
    socket.write(request('/quick'));
    await once(socket, 'data');
    socket.write('GET /quick HTTP/1.1\r\nHo');
    await fetch(`http://127.0.0.1:${port}/quick`).then((answer) => answer.text());
    const closed = once(socket, 'close');
    await server.close();
    await closed;
  });

  it('closes a connection whose answer had begun when the stop came', async () => {
    await start(60_000);
    expect(await fetch(`http://127.0.0.1:${port}/begun`).then((answer) => answer.text())).toBe('done');
    const closed = server.close();
    slow.resolve('');
    await closed;
  });

  it('finishes a request under way', async () => {
    await start(60_000);
    const begun = once(server.server, 'request');
    const answer = fetch(`http://127.0.0.1:${port}/slow`).then((response) => response.text());
    await begun;
    const closed = server.close();
    slow.resolve('whole');
    expect(await answer).toBe('whole');
    await closed;
  });
});

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
}

function deferred(): Deferred<string> {
  let resolve: (value: string) => void = () => undefined;
  const promise = new Promise<string>((done) => (resolve = done));
  return { promise, resolve };
}
