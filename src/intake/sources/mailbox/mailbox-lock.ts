import pg from 'pg';

/** The first key of the pair; ours alone among advisory locks. */
const lockClass = 0x6d626f78;

export interface MailboxLock {
  /** Resolves when the lock is gone because its connection is. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

/** The lock of a mailbox on a connection of its own; undefined while another process holds it. */
export async function holdMailboxLock(databaseUrl: string, mailboxId: string): Promise<MailboxLock | undefined> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'millrace mailbox',
    keepAlive: true,
  });
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS held', [
      lockClass,
      mailboxId,
    ]);
    if (rows[0]?.held === true) return { lost, release: () => client.end().catch(() => undefined) };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
  return undefined;
}
