import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long a server that stops waits for the requests under way, in ms; container engines kill after ten seconds. */
const longestDrainMs = 7_000;

/**
 * Sees to it that a server which stops does stop. Connections that nobody has sent a request over are closed at once:
 * browsers open some ahead of need, and the server takes them for busy with their first request. Those with a request
 * under way are closed when it is answered, as nothing was said in its head of an end. That is not waited for longer than `drainMs`: without a
 * limit one client that stays silent in the middle of a request keeps the process for ever, because Node ends its own
 * time limits for requests when a server closes.
 */
export function closeConnections(instance: FastifyInstance, drainMs: number = longestDrainMs): void {
  const unused = new Set<Socket>();
  let stopping = false;
  instance.server.on('connection', (socket: Socket) => {
    if (stopping) return void socket.destroy();
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  instance.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    unused.delete(socket);
    response.once('finish', () => stopping && socket.end());
  });
  instance.addHook('preClose', (done) => {
    stopping = true;
    for (const socket of unused) socket.destroy();
    const drained = setTimeout(() => instance.server.closeAllConnections(), drainMs);
    instance.server.once('close', () => clearTimeout(drained));
    done();
  });
}
