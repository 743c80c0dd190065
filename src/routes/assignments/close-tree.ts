import type { Tx } from '../../platform/context.js';

/** Makes all open sub-assignments below obsolete, however deep; answers how many. */
export async function closeTree(tx: Tx, parentIds: readonly string[], now: Date): Promise<number> {
  const rows = await tx.query(
    `WITH RECURSIVE below AS (
       SELECT id FROM assignment WHERE parent_id = ANY ($1::uuid[])
       UNION ALL SELECT a.id FROM assignment a JOIN below ON a.parent_id = below.id
     )
     UPDATE assignment a SET state = 'obsolete', closed_at = $2, version = version + 1
     FROM below WHERE a.id = below.id AND a.closed_at IS NULL RETURNING a.id`,
    [parentIds, now],
  );
  return rows.length;
}

const ofRun = {
  name: 'assignments_close_below',
  text: `WITH RECURSIVE below AS (
      SELECT b.id FROM assignment a JOIN assignment b ON b.parent_id = a.id
      WHERE a.run_id = $1 AND a.instance = ANY ($2::text[])
      UNION ALL SELECT a.id FROM assignment a JOIN below ON a.parent_id = below.id
    )
    UPDATE assignment a SET state = 'obsolete', closed_at = $3, version = version + 1
    FROM below WHERE a.id = below.id AND a.closed_at IS NULL`,
};

/** The same below assignments that a run has withdrawn, which are named by their instances. */
export async function closeBelowWithdrawn(
  tx: Tx,
  runId: string,
  instances: readonly string[],
  now: Date,
): Promise<void> {
  await tx.run(ofRun, [runId, instances, now]);
}
