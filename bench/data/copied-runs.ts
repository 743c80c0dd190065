import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** How copies of a run are told from it and from each other. */
export interface Copies {
  readonly count: number;
  /** Four hexadecimal digits of their own for each set of copies. */
  readonly mark: string;
  /** SQL for the time of the timer of copy `n`; a timer is made where the run has none. */
  readonly timerDue: string;
}

/**
 * Writes copies of a run that waits, with its document, history, trail, assignment and timer: the rows that as many real
 * runs would have left, written straight into the tables, which know them afterwards as they would after a night.
 */
export async function copyRun(url: string, runId: string, { count, mark, timerDue }: Copies): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ document_id: string }>('SELECT document_id FROM route_run WHERE id = $1', [
      runId,
    ]);
    const documentId = rows[0]?.document_id;
    for (const text of copyStatements(mark, timerDue)) {
      const values = text.includes('$2') ? [text.includes('/* document */') ? documentId : runId, count] : [];
      await client.query(text, values);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  await comeToRest(url);
}

const mostRestMs = 180_000;

/** Waits until no job is left to do at this moment and the audit log has taken in everything, and puts the tables in the order in which a night leaves them. */
export async function comeToRest(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const end = performance.now() + mostRestMs;
    const isBusy = async (): Promise<boolean> => {
      const { rows } = await client.query<{ busy: boolean }>(
        `SELECT EXISTS (SELECT FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts)
           OR EXISTS (SELECT FROM audit_history) OR EXISTS (SELECT FROM audit_unsealed) AS busy`,
      );
      return rows[0]?.busy === true;
    };
    while ((await isBusy()) && performance.now() < end) await setTimeout(200);
    await client.query(
      `VACUUM ANALYZE document, document_access, document_history, route_run, route_run_event, assignment, route_timer,
        audit_history, audit_entry, audit_unsealed, audit_seal`,
    );
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

function copyStatements(mark: string, timerDue: string): string[] {
  // Runs, documents and assignments of one number share their id, as rows of different tables may.
  const id = `('00000000-${mark}-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const copies = 'generate_series(1, $2::int) AS n';
  /** Each row of `table` again, with what `changes` puts in the place of its own values. */
  const again = (table: string, of: string, changes: string): string => `
    INSERT INTO ${table} SELECT copy.* FROM ${table} original CROSS JOIN ${copies}
      CROSS JOIN LATERAL jsonb_populate_record(original, jsonb_build_object(${changes})) AS copy WHERE original.${of}`;
  const ofRun = 'run_id = $1';
  return [
    `${again('document', 'id = $1', `'id', ${id}, 'number', 'C-${mark}-' || n`)} /* document */`,
    `${again('document_access', 'document_id = $1', `'document_id', ${id}`)} /* document */`,
    `INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail)
       SELECT ${id}, at, actor_id, actor_name, event, detail FROM document_history CROSS JOIN ${copies}
       WHERE document_id = $1 /* document */`,
    again('route_run', 'id = $1', `'id', ${id}, 'document_id', ${id}`),
    again('route_run_event', ofRun, `'run_id', ${id}`),
    again('assignment', `${ofRun} AND original.closed_at IS NULL`, `'id', ${id}, 'document_id', ${id}, 'run_id', ${id}`),
    // Read beforehand: a join would look through the growing table again for each copy.
    `WITH original AS MATERIALIZED (SELECT timer, element FROM route_timer WHERE ${ofRun})
     INSERT INTO route_timer (run_id, timer, element, due_at)
       SELECT ${id}, coalesce(timer, 't0'), coalesce(element, 'none'), ${timerDue} FROM ${copies} LEFT JOIN original ON true`,
  ];
}
