import { rmSync } from 'node:fs';

/** Stops the PostgreSQL of the run and removes its folders. */
export default async function globalTeardown() {
  const running = globalThis.millraceTestServer;
  if (!running) return;
  globalThis.millraceTestServer = undefined;
  await running.server.stop();
  rmSync(running.cluster, { recursive: true, force: true });
  rmSync(running.folder, { recursive: true, force: true });
}
