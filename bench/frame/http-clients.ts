import { HttpConnection } from './http-connection.js';

/** Opens `count` connections for the time of `work`. */
export async function withConnections<Result>(
  url: string,
  count: number,
  work: (connections: readonly HttpConnection[]) => Promise<Result>,
): Promise<Result> {
  const connections = await Promise.all(Array.from({ length: count }, () => HttpConnection.open(url)));
  try {
    return await work(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}
