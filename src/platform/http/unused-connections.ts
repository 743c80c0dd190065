import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Closes connections that nobody has sent a request over when the server stops. Browsers open some ahead of need; the
 * server takes them for busy with their first request, and would wait for it for a minute.
 */
export function closeUnusedConnections(instance: FastifyInstance): void {
  const unused = new Set<Socket>();
  let stopping = false;
  instance.server.on('connection', (socket: Socket) => {
    if (stopping) return void socket.destroy();
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  instance.server.on('request', ({ socket }: { socket: Socket }) => unused.delete(socket));
  instance.addHook('preClose', (done) => {
    stopping = true;
    for (const socket of unused) socket.destroy();
    done();
  });
}
